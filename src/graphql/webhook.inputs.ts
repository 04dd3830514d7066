import { ArrayMaxSize, MaxLength } from 'class-validator'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { DeliveryState } from '../storage/webhook-deliveries'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'
import { WebhookDeliveryState, WebhookDeliveryType, WebhookEndpointType } from './webhook.types'

const TYPES = 'Which events: `kyc_session.approved`, …; empty: all.'

@ObjectType({ description: 'An endpoint and what verifies what it is sent.' })
export class WebhookSecretIssued {
  @Field(() => WebhookEndpointType, { description: 'The endpoint.' })
  endpoint!: WebhookEndpointType

  @Field(() => String, {
    description: 'Verifies our `v1` signatures (Standard Webhooks 1.0). Told this once: keep it.',
  })
  secret!: string

  @Field(() => String, { description: 'Verifies our `v1a` signatures instead.' })
  publicKey!: string
}

@ObjectType({ description: 'What a replay began.' })
export class WebhookReplayed {
  @Field(() => Int, { description: 'How many deliveries.' })
  count!: number

  @Field(() => Boolean, {
    description: 'Whether it was as many as one call takes on, 10 000: there may be more.',
  })
  hasMore!: boolean
}

@InputType({ description: 'A new endpoint.' })
export class WebhookEndpointCreateInput {
  @Field(() => String, {
    description: 'An https address that anybody on the internet could reach.',
  })
  @MaxLength(2000)
  url!: string

  @Field(() => [String], { defaultValue: [], description: TYPES })
  @ArrayMaxSize(50)
  eventTypes!: string[]
}

@InputType({ description: 'What to change of an endpoint.' })
export class WebhookEndpointUpdateInput {
  @Field(() => ID, { description: 'The endpoint.' })
  id!: string

  @Field(() => String, { nullable: true, description: 'Another address.' })
  @MaxLength(2000)
  url?: string | null

  @Field(() => [String], { nullable: true, description: TYPES })
  @ArrayMaxSize(50)
  eventTypes?: string[] | null

  @Field(() => Boolean, { nullable: true, description: 'True: its events wait. False: go on.' })
  paused?: boolean | null
}

/** Inputs that are an endpoint and nothing else. */
@InputType({ description: 'Which endpoint.' })
export class WebhookEndpointDisableInput {
  @Field(() => ID, { description: 'The endpoint.' })
  id!: string
}

@InputType({ description: 'Which endpoint.' })
export class WebhookEndpointEnableInput extends WebhookEndpointDisableInput {}

@InputType({ description: 'Which endpoint.' })
export class WebhookEndpointTestInput extends WebhookEndpointDisableInput {}

@InputType({ description: 'Which endpoint, and for how long the old secret goes on.' })
export class WebhookSecretRotateInput extends WebhookEndpointDisableInput {
  @Field(() => Int, {
    defaultValue: 24,
    description: 'How many hours the old secret signs beside the new one: 0 to 168.',
  })
  overlapHours!: number
}

@InputType({ description: 'Which deliveries.' })
export class WebhookDeliveryFilter {
  @Field(() => ID, { nullable: true, description: 'To this endpoint.' })
  endpointId?: string | null

  @Field(() => ID, { nullable: true, description: 'Of this event.' })
  eventId?: string | null

  @Field(() => ID, { nullable: true, description: 'Of events of this session.' })
  sessionId?: string | null

  @Field(() => [WebhookDeliveryState], { nullable: true, description: 'In one of these states.' })
  states?: DeliveryState[] | null

  @Field(() => DateTime, { nullable: true, description: 'Of events since then.' })
  from?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Of events before then.' })
  before?: Date | null
}

@InputType({ description: 'What to send again, by event, by session, or from a time on.' })
export class WebhookReplayInput {
  @Field(() => ID, { description: 'To which endpoint.' })
  endpointId!: string

  @Field(() => ID, { nullable: true, description: 'This event.' })
  eventId?: string | null

  @Field(() => ID, { nullable: true, description: 'The events of this session.' })
  sessionId?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Events since then.' })
  from?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Events before then.' })
  before?: Date | null

  @Field(() => [WebhookDeliveryState], {
    defaultValue: ['DEAD'],
    description: 'Deliveries in these states.',
  })
  states!: DeliveryState[]

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Also events that the endpoint was never sent.',
  })
  missing!: boolean
}

const endpoint = () => WebhookEndpointType
const issued = () => WebhookSecretIssued
export const WebhookEndpointCreatePayload = payloadOf('WebhookEndpointCreatePayload', issued)
export const WebhookEndpointUpdatePayload = payloadOf('WebhookEndpointUpdatePayload', endpoint)
export const WebhookEndpointDisablePayload = payloadOf('WebhookEndpointDisablePayload', endpoint)
export const WebhookEndpointEnablePayload = payloadOf('WebhookEndpointEnablePayload', endpoint)
export const WebhookSecretRotatePayload = payloadOf('WebhookSecretRotatePayload', issued)
export const WebhookEndpointTestPayload = payloadOf(
  'WebhookEndpointTestPayload',
  () => WebhookDeliveryType,
)
export const WebhookReplayPayload = payloadOf('WebhookReplayPayload', () => WebhookReplayed)
