import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import { isWithin } from './address-ranges'

/** `authorization`: the header, whatever was sent. `address`: where the request came from. */
export type Credentials = { authorization: unknown; address: string }

/** Who holds the key of an `Authorization: Bearer …` header, if it may be used from that address. */
export async function authenticate(
  deps: Pick<Deps, 'apiKeys' | 'now'>,
  { authorization, address }: Credentials,
): Promise<Caller | null> {
  if (typeof authorization !== 'string') return null
  const secret = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1]
  const key = secret ? await deps.apiKeys.find(secret, deps.now()) : null
  if (key === null || !isWithin(key.allowedAddresses, address)) return null
  await deps.apiKeys.markUsed(key, deps.now())
  return { tenantId: key.tenantId, id: key.id, mode: key.mode, may: key.scopes }
}
