import { Field, Int, ObjectType } from 'type-graphql'
import type { DeliveryState } from '../storage/webhook-deliveries'
import type { DisabledReason, WebhookEndpoint } from '../storage/webhook-endpoints'
import { connectionOf } from './connection'
import { enumOf } from './enums'
import { Node } from './node.types'
import { DateTime, Url } from './scalars'

export const WebhookDeliveryState = enumOf<DeliveryState>(
  'WebhookDeliveryState',
  'How far a delivery has come.',
  {
    PENDING: 'An attempt is due at `nextAttemptAt`.',
    DELIVERED: 'The endpoint answered 2xx.',
    DEAD: 'A dead letter: all attempts failed, or the endpoint was disabled. It can be replayed.',
  },
)

type EndpointState = 'ACTIVE' | 'FAILING' | 'PAUSED' | 'DISABLED'

const WebhookEndpointState = enumOf<EndpointState>(
  'WebhookEndpointState',
  'Whether an endpoint is sent events.',
  {
    ACTIVE: 'It is.',
    FAILING: 'It is; the last attempt failed. After five in a row it rests for a minute each time.',
    PAUSED: 'Not now: its events wait.',
    DISABLED: 'Not any more.',
  },
)

const WebhookDisabledReason = enumOf<DisabledReason>(
  'WebhookDisabledReason',
  'Why an endpoint is sent nothing any more.',
  {
    OWNER: 'You disabled it.',
    GONE: 'It answered 410.',
    FAILING: 'Every attempt of five days failed.',
  },
)

@ObjectType('WebhookEndpoint', {
  implements: Node,
  description: 'An address that is told of every change of a session.',
})
export class WebhookEndpointType extends Node {
  @Field(() => Url, { description: 'Where events are POSTed to.' })
  url!: string

  @Field(() => [String], { description: 'Which events; empty: all.' })
  eventTypes!: string[]

  @Field(() => String, {
    description: 'Verifies our `v1a` signatures (Ed25519, `whpk_` + base64). It is no secret.',
  })
  publicKey!: string

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt!: Date

  @Field(() => WebhookEndpointState, { description: 'Whether it is sent events.' })
  state!: EndpointState

  @Field(() => DateTime, { nullable: true, description: 'Since when its events wait.' })
  pausedAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Since when it gets nothing any more.' })
  disabledAt!: Date | null

  @Field(() => WebhookDisabledReason, { nullable: true, description: 'Why.' })
  disabledReason!: DisabledReason | null

  @Field(() => Int, { description: 'Attempts that failed since the last that did not.' })
  failures!: number

  @Field(() => DateTime, { nullable: true, description: 'Since when every attempt failed.' })
  failingSince!: Date | null
}

export function stateOf({ disabledAt, pausedAt, failures }: WebhookEndpoint): EndpointState {
  if (disabledAt) return 'DISABLED'
  if (pausedAt) return 'PAUSED'
  return failures > 0 ? 'FAILING' : 'ACTIVE'
}

@ObjectType('WebhookEvent', { description: 'What an endpoint is told.' })
class WebhookEventType {
  @Field(() => String, { description: 'Sent as `webhook-id`, the same at every attempt.' })
  id!: string

  @Field(() => String, { description: 'What happened: `kyc_session.approved`.' })
  type!: string

  @Field(() => String, { nullable: true, description: 'The session it is about.' })
  sessionId!: string | null

  @Field(() => Int, { description: 'Its place among the changes of the session.' })
  sequence!: number

  @Field(() => DateTime, { description: 'When it happened.' })
  createdAt!: Date
}

@ObjectType('WebhookAttempt', { description: 'What came of one attempt.' })
class WebhookAttemptType {
  @Field(() => DateTime, { description: 'When it ended.' })
  at!: Date

  @Field(() => Int, { nullable: true, description: 'The HTTP status; null without an answer.' })
  status!: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Why there was no answer: URL, ADDRESS, DNS, TLS, CONNECTION, TIMEOUT.',
  })
  error!: string | null

  @Field(() => Int, { description: 'Milliseconds until the answer was read.' })
  latencyMs!: number

  @Field(() => String, { description: 'The first 1 000 characters of the answer.' })
  excerpt!: string
}

@ObjectType('WebhookDelivery', {
  implements: Node,
  description: 'One event on its way to one endpoint.',
})
export class WebhookDeliveryType extends Node {
  @Field(() => String, { description: 'Where to.' })
  endpointId!: string

  @Field(() => WebhookEventType, { description: 'What.' })
  event!: WebhookEventType

  @Field(() => WebhookDeliveryState, { description: 'How far it has come.' })
  state!: DeliveryState

  @Field(() => Int, { description: 'How many attempts there were, since it last began.' })
  attempts!: number

  @Field(() => DateTime, { description: 'When the next is due, while it is PENDING.' })
  nextAttemptAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it arrived.' })
  deliveredAt!: Date | null

  @Field(() => [WebhookAttemptType], { description: 'Every attempt, oldest first.' })
  log!: WebhookAttemptType[]
}

export const WebhookDeliveryConnection = connectionOf('WebhookDelivery', () => WebhookDeliveryType)
