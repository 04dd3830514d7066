import { MaxLength } from 'class-validator'
import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { Node } from './node.types'
import { DateTime, Url } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('WebhookEndpoint', {
  implements: Node,
  description: 'An address that is told of every change of a session.',
})
export class WebhookEndpointType extends Node {
  @Field(() => Url, { description: 'Where events are POSTed to.' })
  url!: string

  @Field(() => DateTime, { nullable: true, description: 'Since when it gets nothing any more.' })
  disabledAt!: Date | null

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt!: Date
}

@ObjectType({ description: 'A new endpoint and its secret.' })
export class WebhookEndpointCreated {
  @Field(() => WebhookEndpointType, { description: 'The endpoint.' })
  endpoint!: WebhookEndpointType

  @Field(() => String, {
    description: 'Verifies our signatures (Standard Webhooks 1.0). Told this once: keep it.',
  })
  secret!: string
}

@InputType({ description: 'A new endpoint.' })
export class WebhookEndpointCreateInput {
  @Field(() => String, {
    description: 'An https address that anybody on the internet could reach.',
  })
  @MaxLength(2000)
  url!: string
}

@InputType({ description: 'Which endpoint.' })
export class WebhookEndpointDisableInput {
  @Field(() => ID, { description: 'The endpoint.' })
  id!: string
}

export const WebhookEndpointCreatePayload = payloadOf(
  'WebhookEndpointCreatePayload',
  () => WebhookEndpointCreated,
)
export const WebhookEndpointDisablePayload = payloadOf(
  'WebhookEndpointDisablePayload',
  () => WebhookEndpointType,
)
