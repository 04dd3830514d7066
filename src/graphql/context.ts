import { HeaderMap } from '@apollo/server'
import { GraphQLError } from 'graphql'
import type { Action } from '../access/actions'
import type { Deps } from '../deps'
import { tellSecurity } from '../security-events'
import type { Caller } from '../sessions/caller'

/**
 * What a resolver is given: who is asking, the request's id, and the use cases' world. `secret`: what the caller showed, an
 * API key or the token of a cookie.
 */
export type Context = {
  deps: Deps
  caller: Caller | null
  secret: string | null
  requestId: string
}

/**
 * The caller, who may do this.
 * @throws GraphQLError UNAUTHENTICATED, which says how to become one, or FORBIDDEN, which says what is lacking
 */
export function callerOf({ caller, deps }: Context, action: Action): Caller {
  if (caller === null)
    throw new GraphQLError('Send your API key, Authorization: Bearer cs_test_…, or log in.', {
      extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
    })
  if (!caller.may.includes(action)) {
    tellSecurity(deps, 'ACTION_REFUSED', { ...idsOf(caller), action })
    throw new GraphQLError(`You are not allowed to do this: it needs ${action}.`, {
      extensions: { code: 'FORBIDDEN', http: { status: 403 } },
    })
  }
  return caller
}

const idsOf = ({ tenantId, id: callerId }: Caller) => ({ tenantId, callerId })

/**
 * As `callerOf`, and also the applicant who came through a capture link; which session is theirs is for `sessionOf` to say.
 * @throws GraphQLError UNAUTHENTICATED, FORBIDDEN
 */
export function callerOrApplicant(context: Context, action: Action): Caller {
  return context.caller?.may.includes('CAPTURE') ? context.caller : callerOf(context, action)
}

/** For what hangs on a session that applicants may see. @throws GraphQLError FORBIDDEN */
export function refuseApplicants({ caller, deps }: Context): void {
  if (!caller?.may.includes('CAPTURE')) return
  tellSecurity(deps, 'ACTION_REFUSED', { ...idsOf(caller), sessionId: caller.sessionId })
  throw new GraphQLError('This is not for the page of a capture link.', {
    extensions: { code: 'FORBIDDEN', http: { status: 403 } },
  })
}

/** Of an applicant the session has an allowance of its own: none can use up that of the organisation. */
const allowanceOf = ({ tenantId, sessionId }: Caller) => sessionId ?? tenantId

/** @throws GraphQLError RATE_LIMITED when the organisation has used up its allowance for now */
export async function assertWithinRate(deps: Deps, caller: Caller | null): Promise<void> {
  const refusal = await rateRefusal(deps, caller)
  if (refusal) throw refusal
}

/** RATE_LIMITED, when the organisation has used up its allowance for now; null while it has not. */
export async function rateRefusal(
  deps: Pick<Deps, 'rateLimit' | 'log' | 'metrics'>,
  caller: Caller | null,
): Promise<GraphQLError | null> {
  const retryAfterSec = caller ? await deps.rateLimit.take(allowanceOf(caller)) : 0
  if (caller === null || retryAfterSec === 0) return null
  tellSecurity(deps, 'RATE_EXCEEDED', idsOf(caller))
  const headers = new HeaderMap([['retry-after', String(retryAfterSec)]])
  return new GraphQLError(`Too many requests; try again in ${retryAfterSec} seconds.`, {
    extensions: { code: 'RATE_LIMITED', retryAfterSec, http: { status: 429, headers } as object },
  })
}
