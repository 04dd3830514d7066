import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { createEndpoint } from '../webhooks/create-endpoint'
import { type Context, callerOf } from './context'
import { asPayload } from './user-errors'
import {
  WebhookEndpointCreateInput,
  WebhookEndpointCreatePayload,
  WebhookEndpointDisableInput,
  WebhookEndpointDisablePayload,
  WebhookEndpointType,
} from './webhook.types'

@Resolver(() => WebhookEndpointType)
export class WebhookResolver {
  @Query(() => [WebhookEndpointType], { description: 'The endpoints of the organisation.' })
  webhookEndpoints(@Ctx() context: Context) {
    return context.deps.webhooks.endpoints(callerOf(context, 'WEBHOOKS_READ').tenantId)
  }

  @Mutation(() => WebhookEndpointCreatePayload, {
    description: 'Registers an address for events; the answer has its secret.',
  })
  async webhookEndpointCreate(
    @Arg('input', () => WebhookEndpointCreateInput, { description: 'The endpoint.' }) {
      url,
    }: WebhookEndpointCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'WEBHOOKS_WRITE')
    return asPayload(() => createEndpoint(context.deps, caller, url))
  }

  @Mutation(() => WebhookEndpointDisablePayload, {
    description: 'Sends nothing to this endpoint any more.',
  })
  async webhookEndpointDisable(
    @Arg('input', () => WebhookEndpointDisableInput, { description: 'The endpoint.' }) {
      id,
    }: WebhookEndpointDisableInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'WEBHOOKS_WRITE')
    const { webhooks, now } = context.deps
    return asPayload(() => webhooks.disableEndpoint(tenantId, id, { actor, at: now() }))
  }
}
