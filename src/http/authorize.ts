import type { Request, Response } from 'express'
import type { Action } from '../access/actions'
import { authenticate } from '../access/authenticate'
import type { Deps } from '../deps'
import { tellSecurity } from '../security-events'
import type { Caller } from '../sessions/caller'
import { tokensOf } from './cookies'

/**
 * The caller, who may do this; null when it was answered that they may not, or that their organisation has used up its
 * allowance for now: it is the same as for GraphQL.
 */
export async function authorize(
  deps: Deps,
  request: Pick<Request, 'ip' | 'headers'>,
  response: Response,
  action: Action,
): Promise<Caller | null> {
  const address = request.ip ?? ''
  const { authorization } = request.headers
  const cookies = tokensOf(request, deps.settings.publicUrl)
  const caller = await authenticate(deps, { authorization, cookies, address })
  if (caller === null) return refuse(response, 401, UNAUTHENTICATED)
  const ids = { tenantId: caller.tenantId, callerId: caller.id }
  const retryAfterSec = await deps.rateLimit.take(caller.tenantId)
  if (retryAfterSec > 0) {
    tellSecurity(deps, 'RATE_EXCEEDED', ids)
    response.setHeader('retry-after', retryAfterSec)
    return refuse(response, 429, limited(retryAfterSec))
  }
  if (caller.may.includes(action)) return caller
  tellSecurity(deps, 'ACTION_REFUSED', { ...ids, action })
  return refuse(response, 403, forbidden(action))
}

function refuse(response: Response, status: number, body: object): null {
  response.status(status).json(body)
  return null
}

const UNAUTHENTICATED = {
  code: 'UNAUTHENTICATED',
  message: 'Send your API key, Authorization: Bearer cs_test_…, or log in.',
}

const forbidden = (action: Action) => ({
  code: 'FORBIDDEN',
  message: `You are not allowed to do this: it needs ${action}.`,
})

const limited = (retryAfterSec: number) => ({
  code: 'RATE_LIMITED',
  message: `Too many requests; try again in ${retryAfterSec} seconds.`,
  retryAfterSec,
})
