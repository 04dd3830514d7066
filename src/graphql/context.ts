import { HeaderMap } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'

/** What a resolver is given: who is asking, the request's id, and the use cases' world. */
export type Context = { deps: Deps; caller: Caller | null; requestId: string }

/** The caller, or an UNAUTHENTICATED error that says how to become one. */
export function callerOf({ caller }: Context): Caller {
  if (caller) return caller
  throw new GraphQLError('Send your API key: Authorization: Bearer cs_test_…', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  })
}

/** @throws GraphQLError RATE_LIMITED when the organisation has used up its allowance for now */
export async function assertWithinRate({ rateLimit }: Deps, caller: Caller | null): Promise<void> {
  const retryAfterSec = caller ? await rateLimit.take(caller.tenantId) : 0
  if (retryAfterSec === 0) return
  const headers = new HeaderMap([['retry-after', String(retryAfterSec)]])
  throw new GraphQLError(`Too many requests; try again in ${retryAfterSec} seconds.`, {
    extensions: { code: 'RATE_LIMITED', retryAfterSec, http: { status: 429, headers } as object },
  })
}

/** Who holds the key of an `Authorization: Bearer …` header. */
export async function authenticate(deps: Deps, authorization: unknown): Promise<Caller | null> {
  if (typeof authorization !== 'string') return null
  const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1]
  return key ? deps.organizations.callerOf(key, deps.now()) : null
}
