import type { Request, Response } from 'express'
import type { Action } from '../access/actions'
import { authenticate } from '../access/authenticate'
import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import { tokensOf } from './cookies'

/** The caller, who may do this; null when it was answered that they may not. */
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
  if (caller?.may.includes(action)) return caller
  if (caller === null) response.status(401).json(UNAUTHENTICATED)
  else response.status(403).json(forbidden(action))
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
