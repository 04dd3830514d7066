import type { Request, Response } from 'express'
import { actionsOf } from '../access/actions'
import { ABSOLUTE_MS, isFresh, logOut, memberOf, needsPasskey } from '../access/log-in'
import type { Deps } from '../deps'
import type { MemberSession } from '../storage/members'
import { setMemberToken, tokensOf } from './cookies'
import type { Handler } from './json-routes'

/** The session of the member who sent the request; null: nobody is logged in. */
export async function sessionIn(deps: Deps, request: Request): Promise<MemberSession | null> {
  const { member: token } = tokensOf(request, deps.settings.publicUrl)
  return token === null ? null : memberOf(deps, token)
}

export type MemberHandler = (...args: [...Parameters<Handler>, MemberSession]) => Promise<unknown>

export const loggedIn =
  (handler: MemberHandler): Handler =>
  async (request, response, deps) => {
    const session = await sessionIn(deps, request)
    if (session) await handler(request, response, deps, session)
    else tellNobody(response)
  }

/** For what logs a member in, or out elsewhere: a browser that was left open may not change that. */
export const freshlyIn = (handler: MemberHandler): Handler =>
  loggedIn(async (request, response, deps, session) => {
    if (isFresh(session, deps.now())) return handler(request, response, deps, session)
    response.status(403).json(TOO_LONG_AGO)
  })

const TOO_LONG_AGO = {
  code: 'LOGIN_TOO_OLD',
  message: 'This needs a login of the last ten minutes: log in again, then send it once more.',
}

/** Ends the login that the browser had, if it had one: another takes its place. */
export async function leaveBehind(deps: Deps, request: Request): Promise<void> {
  const { member: token } = tokensOf(request, deps.settings.publicUrl)
  if (token !== null) await logOut(deps, token)
}

/** Gives the browser the cookie of a login, in place of the one it had, and says who they are. */
export async function admit(
  deps: Deps,
  request: Request,
  response: Response,
  token: string,
): Promise<void> {
  await leaveBehind(deps, request)
  setMemberToken(response, token, ABSOLUTE_MS)
  const session = await memberOf(deps, token)
  if (session) await tellOf(deps, response, session)
}

/**
 * Who is logged in and what they may do. `next`: what has to be done before that: SHOW_PASSKEY (/auth/passkey-login) or
 * REGISTER_PASSKEY (/auth/passkeys).
 */
export async function tellOf(
  deps: Deps,
  response: Response,
  session: MemberSession,
): Promise<void> {
  const { id, email, roles } = session.member
  if (!needsPasskey(session)) return void response.json({ id, email, roles, may: actionsOf(roles) })
  const known = await deps.passkeys.list(session.member)
  const next = known.length > 0 ? 'SHOW_PASSKEY' : 'REGISTER_PASSKEY'
  response.json({ id, email, roles, may: [], next })
}

export function tellNobody(response: Response): void {
  response.status(401).json({ code: 'UNAUTHENTICATED', message: 'Nobody is logged in.' })
}
