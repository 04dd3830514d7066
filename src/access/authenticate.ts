import type { Deps } from '../deps'
import { tellSecurity } from '../security-events'
import type { Caller } from '../sessions/caller'
import { isWithin } from './address-ranges'
import { applicantOf } from './capture-links'
import { callerOfMember, memberOf } from './log-in'

/** Tokens of cookies; null where there is none, and for requests of other sites, which browsers send with cookies too. */
export type CookieTokens = { member: string | null; applicant: string | null }

/** `authorization`: the header, whatever was sent. `address`: where the request came from. */
export type Credentials = { authorization: unknown; cookies: CookieTokens; address: string }

type World = Pick<Deps, 'apiKeys' | 'members' | 'captureLinks' | 'now' | 'log' | 'metrics'>

/** `Authorization: Capture`: what the cookie of a capture link is asked with, by the applicant's page. */
const AS_APPLICANT = /^Capture$/i

/**
 * What somebody shows of who they are: an API key, the cookie of a member or that of an applicant. One browser may hold both
 * cookies, so that the applicant's page says as whom it asks.
 */
export function secretOf({ authorization, cookies }: Credentials): string | null {
  if (typeof authorization !== 'string') return cookies.member
  if (AS_APPLICANT.test(authorization)) return cookies.applicant
  return /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1] ?? null
}

/**
 * Who is asking: the holder of an API key, if it may be used from that address, a member who is logged in, or an applicant who
 * came through a capture link.
 */
export async function authenticate(deps: World, shown: Credentials): Promise<Caller | null> {
  const { authorization, address } = shown
  const secret = secretOf(shown)
  if (secret === null) return null
  if (typeof authorization !== 'string') {
    const session = await memberOf(deps, secret)
    return session ? callerOfMember(session) : refused(deps, 'MEMBER')
  }
  if (AS_APPLICANT.test(authorization))
    return (await applicantOf(deps, secret)) ?? refused(deps, 'APPLICANT')
  return holderOf(deps, secret, address)
}

function refused(deps: World, outcome: string, apiKeyId?: string): null {
  tellSecurity(deps, 'CREDENTIALS_REFUSED', { outcome, apiKeyId })
  return null
}

/** The id that a key begins with, whether there is such a key or not. */
const NAMED = /^cs_(?:live|test)_([0-9a-f]{32})_/

/** `Authorization: Bearer …` */
async function holderOf(deps: World, secret: string, address: string): Promise<Caller | null> {
  const key = await deps.apiKeys.find(secret, deps.now())
  const named = NAMED.exec(secret)?.[1]
  if (key === null) return refused(deps, 'API_KEY', named && `key_${named}`)
  if (!isWithin(key.allowedAddresses, address)) return refused(deps, 'ADDRESS', key.id)
  await deps.apiKeys.markUsed(key, deps.now())
  return { tenantId: key.tenantId, id: key.id, mode: key.mode, may: key.scopes, sessionId: null }
}
