import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { WebhookEndpoint } from '../storage/webhook-endpoints'
import { EVENT_TYPES } from './event-types'
import { type EndpointSecret, newEndpointSecret } from './secrets'

type World = Pick<Deps, 'webhookEndpoints' | 'settings' | 'now'>

/** Who does it, for which organisation. */
export type Maker = Pick<Caller, 'tenantId' | 'id'>

/** An endpoint, and what verifies what it is sent: told this once. */
export type IssuedSecret = { endpoint: WebhookEndpoint } & Pick<
  EndpointSecret,
  'secret' | 'publicKey'
>

/**
 * Registers an address for events of these types; of all when there are none. Whether it is really reachable and public shows
 * at delivery, where each connection is checked.
 * @throws AppError INVALID
 */
export async function createEndpoint(
  deps: World,
  { tenantId, id: actor }: Maker,
  { url, eventTypes }: { url: string; eventTypes: readonly string[] },
): Promise<IssuedSecret> {
  const secret = newEndpointSecret()
  const wanted = { url: checkedUrl(deps, url), eventTypes: checkedTypes(eventTypes), secret }
  const deed = { actor, at: deps.now() }
  const endpoint = await deps.webhookEndpoints.create(tenantId, wanted, deed)
  return { endpoint, secret: secret.secret, publicKey: secret.publicKey }
}

/** @throws AppError INVALID when it is no https address, or has a user in it */
export function checkedUrl({ settings }: Pick<Deps, 'settings'>, url: string): string {
  const protocols = settings.privateWebhooks ? ['https:', 'http:'] : ['https:']
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (!parsed || !protocols.includes(parsed.protocol))
    throw new AppError('INVALID', 'Give an absolute https address.', 'url')
  if (parsed.username || parsed.password)
    throw new AppError(
      'INVALID',
      'Leave user name and password out of the address; verify our signature instead.',
      'url',
    )
  return parsed.href
}

/** @throws AppError INVALID when there is no such event */
export function checkedTypes(types: readonly string[]): string[] {
  const unknown = types.filter((type) => !EVENT_TYPES.includes(type))
  if (unknown.length === 0) return [...new Set(types)]
  throw new AppError(
    'INVALID',
    `There is no event ${unknown.join(', ')}. There are: ${EVENT_TYPES.join(', ')}.`,
    'eventTypes',
  )
}
