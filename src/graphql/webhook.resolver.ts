import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { WebhookEndpoint } from '../storage/webhook-endpoints'
import { enableEndpoint, rotateSecret, updateEndpoint } from '../webhooks/change-endpoint'
import { createEndpoint } from '../webhooks/create-endpoint'
import { replayEvents, sendTestEvent } from '../webhooks/replay'
import { ConnectionArgs, pageArgs, toConnection } from './connection'
import { type Context, callerOf } from './context'
import { given } from './given'
import { asPayload } from './user-errors'
import {
  WebhookDeliveryFilter,
  WebhookEndpointCreateInput,
  WebhookEndpointCreatePayload,
  WebhookEndpointDisableInput,
  WebhookEndpointDisablePayload,
  WebhookEndpointEnableInput,
  WebhookEndpointEnablePayload,
  WebhookEndpointTestInput,
  WebhookEndpointTestPayload,
  WebhookEndpointUpdateInput,
  WebhookEndpointUpdatePayload,
  WebhookReplayInput,
  WebhookReplayPayload,
  WebhookSecretRotateInput,
  WebhookSecretRotatePayload,
} from './webhook.inputs'
import { stateOf, WebhookDeliveryConnection, WebhookEndpointType } from './webhook.types'

const WHICH = { description: 'Which.' }

@Resolver(() => WebhookEndpointType)
export class WebhookResolver {
  @FieldResolver()
  state(@Root() endpoint: WebhookEndpointType) {
    return stateOf(endpoint as unknown as WebhookEndpoint)
  }

  @Query(() => [WebhookEndpointType], { description: 'The endpoints of the organisation.' })
  webhookEndpoints(@Ctx() context: Context) {
    return context.deps.webhookEndpoints.list(callerOf(context, 'WEBHOOKS_READ').tenantId)
  }

  @Query(() => WebhookDeliveryConnection, { description: 'Deliveries of events, newest first.' })
  async webhookDeliveries(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg('filter', () => WebhookDeliveryFilter, {
      nullable: true,
      description: 'Which; all when absent.',
    })
    filter: WebhookDeliveryFilter | undefined,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'WEBHOOKS_READ')
    const { webhookHistory } = context.deps
    return toConnection(await webhookHistory.list(tenantId, given(filter ?? {}), pageArgs(args)))
  }

  @Mutation(() => WebhookEndpointCreatePayload, {
    description: 'Registers an address for events; the answer has its secret.',
  })
  async webhookEndpointCreate(
    @Arg('input', () => WebhookEndpointCreateInput, WHICH) input: WebhookEndpointCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'WEBHOOKS_WRITE')
    return asPayload(() => createEndpoint(context.deps, caller, input))
  }

  @Mutation(() => WebhookEndpointUpdatePayload, {
    description: 'Changes the address or the events, pauses, or goes on.',
  })
  async webhookEndpointUpdate(
    @Arg('input', () => WebhookEndpointUpdateInput, WHICH) input: WebhookEndpointUpdateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'WEBHOOKS_WRITE')
    return asPayload(() => updateEndpoint(context.deps, caller, input.id, given(input)))
  }

  @Mutation(() => WebhookEndpointDisablePayload, {
    description: 'Sends nothing to this endpoint any more; what waits becomes a dead letter.',
  })
  async webhookEndpointDisable(
    @Arg('input', () => WebhookEndpointDisableInput, WHICH) { id }: WebhookEndpointDisableInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'WEBHOOKS_WRITE')
    const { webhookEndpoints, now } = context.deps
    return asPayload(() =>
      webhookEndpoints.disable({ tenantId, id }, 'OWNER', { actor, at: now() }),
    )
  }

  @Mutation(() => WebhookEndpointEnablePayload, {
    description: 'Takes up a disabled endpoint again; replay what it missed.',
  })
  async webhookEndpointEnable(
    @Arg('input', () => WebhookEndpointEnableInput, WHICH) { id }: WebhookEndpointEnableInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'WEBHOOKS_WRITE')
    return asPayload(() => enableEndpoint(context.deps, caller, id))
  }

  @Mutation(() => WebhookSecretRotatePayload, {
    description: 'A new secret and key; the old ones sign beside them for a while.',
  })
  async webhookSecretRotate(
    @Arg('input', () => WebhookSecretRotateInput, WHICH) input: WebhookSecretRotateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'WEBHOOKS_WRITE')
    return asPayload(() => rotateSecret(context.deps, caller, input.id, input.overlapHours))
  }

  @Mutation(() => WebhookEndpointTestPayload, {
    description: 'Sends `webhook_endpoint.test`, whatever the endpoint chose.',
  })
  async webhookEndpointTest(
    @Arg('input', () => WebhookEndpointTestInput, WHICH) { id }: WebhookEndpointTestInput,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'WEBHOOKS_WRITE')
    return asPayload(async () => {
      const deliveryId = await sendTestEvent(context.deps, tenantId, id)
      return context.deps.webhookHistory.find(tenantId, deliveryId)
    })
  }

  @Mutation(() => WebhookReplayPayload, {
    description: 'Sends events to an endpoint again, at first those that became dead letters.',
  })
  async webhookReplay(
    @Arg('input', () => WebhookReplayInput, WHICH) { endpointId, ...which }: WebhookReplayInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'WEBHOOKS_WRITE')
    return asPayload(() => replayEvents(context.deps, caller, endpointId, given(which)))
  }
}
