import type { Request, Response } from 'express'
import { actionsOf } from '../access/actions'
import { ABSOLUTE_MS, memberOf, needsPasskey } from '../access/log-in'
import type { Deps } from '../deps'
import type { MemberSession } from '../storage/members'
import { setMemberToken, tokensOf } from './cookies'

/** The session of the member who sent the request; null: nobody is logged in. */
export async function sessionIn(deps: Deps, request: Request): Promise<MemberSession | null> {
  const { member: token } = tokensOf(request, deps.settings.publicUrl)
  return token === null ? null : memberOf(deps, token)
}

/** Gives the browser the cookie of a login, and says who they are. */
export async function admit(deps: Deps, response: Response, token: string): Promise<void> {
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
