import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { WebhookEndpoint } from '../storage/webhooks'

/**
 * Registers an address for events. Whether it is really reachable and public shows at delivery, where each
 * connection is checked.
 * @throws AppError INVALID when it is no https address
 */
export async function createEndpoint(
  deps: Deps,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  url: string,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const protocols = deps.settings.privateWebhooks ? ['https:', 'http:'] : ['https:']
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (!parsed || !protocols.includes(parsed.protocol))
    throw new AppError('INVALID', 'Give an absolute https address.', 'url')
  if (parsed.username || parsed.password)
    throw new AppError(
      'INVALID',
      'Leave user name and password out of the address; verify our signature instead.',
      'url',
    )
  const deed = { actor, at: deps.now() }
  const endpoint = await deps.webhooks.createEndpoint(tenantId, parsed.href, deed)
  return { endpoint, secret: endpoint.secret }
}
