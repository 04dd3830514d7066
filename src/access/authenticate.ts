import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import { isWithin } from './address-ranges'
import { callerOfMember, memberOf } from './log-in'

/**
 * `authorization`: the header, whatever was sent. `memberToken`: of the cookie; null for requests of other sites, which
 * browsers send with cookies too. `address`: where the request came from.
 */
export type Credentials = { authorization: unknown; memberToken: string | null; address: string }

type World = Pick<Deps, 'apiKeys' | 'members' | 'now'>

/** Who is asking: the holder of an API key, if it may be used from that address, or a member who is logged in. */
export async function authenticate(
  deps: World,
  { authorization, memberToken, address }: Credentials,
): Promise<Caller | null> {
  if (typeof authorization === 'string') return holderOf(deps, authorization, address)
  const session = memberToken === null ? null : await memberOf(deps, memberToken)
  return session && callerOfMember(session)
}

/** `Authorization: Bearer …` */
async function holderOf(
  deps: World,
  authorization: string,
  address: string,
): Promise<Caller | null> {
  const secret = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1]
  const key = secret ? await deps.apiKeys.find(secret, deps.now()) : null
  if (key === null || !isWithin(key.allowedAddresses, address)) return null
  await deps.apiKeys.markUsed(key, deps.now())
  return { tenantId: key.tenantId, id: key.id, mode: key.mode, may: key.scopes }
}
