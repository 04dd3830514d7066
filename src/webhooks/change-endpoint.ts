import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { WebhookEndpoint } from '../storage/webhook-endpoints'
import { checkedTypes, checkedUrl, type IssuedSecret, type Maker } from './create-endpoint'
import { newEndpointSecret } from './secrets'

type World = Pick<Deps, 'webhookEndpoints' | 'settings' | 'now'>

const HOUR_MS = 3_600_000
const MOST_OVERLAP_HOURS = 7 * 24

type Wish = { url?: string; eventTypes?: readonly string[]; paused?: boolean }

/**
 * While it is paused, events wait; then they are sent.
 * @throws AppError NOT_FOUND, INVALID
 */
export async function updateEndpoint(
  deps: World,
  { tenantId, id: actor }: Maker,
  id: string,
  { url, eventTypes, paused }: Wish,
): Promise<WebhookEndpoint> {
  const known = await deps.webhookEndpoints.get(tenantId, id)
  const at = deps.now()
  const pausedAt = paused ? (known.pausedAt ?? at) : null
  const changes = {
    ...(url !== undefined && { url: checkedUrl(deps, url) }),
    ...(eventTypes && { eventTypes: checkedTypes(eventTypes), wantsSince: at }),
    ...(paused !== undefined && { pausedAt }),
  }
  return deps.webhookEndpoints.change(known, changes, { actor, at })
}

/** Takes up a disabled endpoint again. What became a dead letter meanwhile stays one, until it is replayed. */
export async function enableEndpoint(
  { webhookEndpoints, now }: World,
  { tenantId, id: actor }: Maker,
  id: string,
): Promise<WebhookEndpoint> {
  const known = await webhookEndpoints.get(tenantId, id)
  if (known.disabledAt === null) return known
  const at = now()
  const changes = { disabledAt: null, disabledReason: null, wantsSince: at }
  return webhookEndpoints.change(known, changes, { actor, at })
}

/**
 * A new secret and a new pair of keys. The old ones sign beside them for `overlapHours`, so that the consumer can change over.
 * @throws AppError NOT_FOUND, INVALID
 */
export async function rotateSecret(
  deps: World,
  { tenantId, id: actor }: Maker,
  id: string,
  overlapHours: number,
): Promise<IssuedSecret> {
  if (overlapHours < 0 || overlapHours > MOST_OVERLAP_HOURS)
    throw new AppError(
      'INVALID',
      `overlapHours must be from 0 to ${MOST_OVERLAP_HOURS}.`,
      'overlapHours',
    )
  const at = deps.now()
  const until = new Date(at.getTime() + overlapHours * HOUR_MS).toISOString()
  const [current, ...older] = await deps.webhookEndpoints.secrets({ tenantId, id })
  const valid = older.filter((secret) => secret.until !== null && new Date(secret.until) > at)
  const fresh = newEndpointSecret()
  const before = current && overlapHours > 0 ? [{ ...current, until }] : []
  await deps.webhookEndpoints.setSecrets({ tenantId, id }, [fresh, ...before, ...valid], {
    actor,
    at,
  })
  const endpoint = await deps.webhookEndpoints.get(tenantId, id)
  return { endpoint, secret: fresh.secret, publicKey: fresh.publicKey }
}
