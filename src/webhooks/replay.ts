import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { WebhookEndpoint } from '../storage/webhook-endpoints'
import type { Replay, Replayed } from '../storage/webhook-history'
import type { Maker } from './create-endpoint'

type World = Pick<Deps, 'webhookEndpoints' | 'webhookHistory' | 'sessions' | 'now'>

/**
 * Sends events to an endpoint again: those named, or those of a time, in the states given.
 * @throws AppError NOT_FOUND; INVALID when nothing says which; CONFLICT when the endpoint is disabled
 */
export async function replayEvents(
  deps: World,
  { tenantId, id: actor }: Maker,
  endpointId: string,
  wish: Replay,
): Promise<Replayed> {
  const endpoint = await enabled(deps, tenantId, endpointId)
  if (!wish.eventId && !wish.sessionId && !wish.from)
    throw new AppError('INVALID', 'Say which: eventId, sessionId, or from a time on.', 'from')
  if (wish.sessionId) await deps.sessions.get({ tenantId, sessionId: wish.sessionId })
  if (wish.eventId) await deps.webhookHistory.assertEvent(tenantId, wish.eventId)
  return deps.webhookHistory.replay(endpoint, wish, { actor, at: deps.now() })
}

/**
 * Sends an event for trying out, whatever the endpoint chose.
 * @returns the id of its delivery
 * @throws AppError NOT_FOUND; CONFLICT when the endpoint is disabled
 */
export async function sendTestEvent(deps: World, tenantId: string, id: string): Promise<string> {
  return deps.webhookHistory.test(await enabled(deps, tenantId, id), deps.now())
}

async function enabled(
  { webhookEndpoints }: World,
  tenantId: string,
  id: string,
): Promise<WebhookEndpoint> {
  const endpoint = await webhookEndpoints.get(tenantId, id)
  if (endpoint.disabledAt)
    throw new AppError('CONFLICT', 'The endpoint is disabled; enable it first.', 'endpointId')
  return endpoint
}
