import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellSecurity } from '../security-events'
import type { Caller } from '../sessions/caller'
import type { Member, MemberSession } from '../storage/members'
import { isPassword } from '../trust/passwords'
import { actionsOf } from './actions'
import { newToken } from './members'

type World = Pick<Deps, 'members' | 'now' | 'log' | 'metrics'>

const MINUTE_MS = 60_000

/** OWASP ASVS 5.0 §7.3: a member has to come back within half an hour, and logs in anew every twelve. */
export const IDLE_MS = 30 * MINUTE_MS
export const ABSOLUTE_MS = 12 * 60 * MINUTE_MS

/** So long after a login the member may change what logs them in (ASVS 5.0 §7.5); later they log in once more. */
const FRESH_MS = 10 * MINUTE_MS

const MOST_FAILURES = 10
const PAUSE_MS = 15 * MINUTE_MS

/**
 * Ten wrong passwords in a row pause the address for a quarter of an hour. An unknown address, one that waits for its
 * invitation and a wrong password cannot be told apart, nor by the time it takes.
 * @throws AppError INVALID, TOO_MANY_ATTEMPTS
 */
export async function logIn(
  deps: World,
  { email, password }: { email: string; password: string },
): Promise<{ member: Member; token: string }> {
  const found = await deps.members.byEmail(email.trim().toLowerCase())
  const member = found?.disabledAt ? null : found
  if (member && (await isRight(deps, member, password)))
    return { member, token: await startSession(deps, member, { way: 'PASSWORD', strong: false }) }
  if (member === null) await refuseNobody(deps, password, found)
  throw new AppError('INVALID', 'The address or the password is wrong.')
}

/** As much work as for somebody. `found`: a member who is disabled. */
async function refuseNobody(deps: World, password: string, found: Member | null): Promise<void> {
  await isPassword(password, null)
  tellSecurity(deps, 'LOGIN_REFUSED', { ...idsOf(found), outcome: 'PASSWORD' })
}

function idsOf(member: Member | null) {
  return { tenantId: member?.tenantId, memberId: member?.id }
}

/** Whether it is the member's password; a wrong one is counted. @throws AppError TOO_MANY_ATTEMPTS */
export async function isRight(deps: World, member: Member, password: string): Promise<boolean> {
  const right = await isPassword(password.slice(0, 1000), member.passwordHash)
  const at = deps.now()
  const isPaused = member.pausedUntil !== null && member.pausedUntil > at
  if (isPaused || !right)
    tellSecurity(deps, 'LOGIN_REFUSED', {
      ...idsOf(member),
      outcome: isPaused ? 'PAUSED' : 'PASSWORD',
    })
  assertNotPaused(member, at)
  const until = new Date(at.getTime() + PAUSE_MS)
  if (!right) await deps.members.countFailure(member, { most: MOST_FAILURES, until, at })
  return right
}

function assertNotPaused({ pausedUntil }: Member, now: Date): void {
  if (pausedUntil === null || pausedUntil <= now) return
  const retryAfterSec = Math.ceil((pausedUntil.getTime() - now.getTime()) / 1000)
  throw new AppError(
    'TOO_MANY_ATTEMPTS',
    'Too many wrong passwords; try again in a quarter of an hour.',
    null,
    { retryAfterSec },
  )
}

/** How somebody logged in, as the audit log has it; `strong`: with more than a password. */
export type Entry = { way: 'PASSWORD' | 'INVITATION' | 'PASSKEY' | 'PROVIDER'; strong: boolean }

/** @returns the token of a new session: every login has its own */
export async function startSession(
  deps: Pick<Deps, 'members' | 'now'>,
  member: Member,
  entry: Entry,
): Promise<string> {
  const at = deps.now()
  const token = newToken()
  const expiresAt = new Date(at.getTime() + ABSOLUTE_MS)
  await deps.members.startSession(member, { token, ...entry, at, expiresAt })
  return token
}

/** Who is logged in with this token; null when the session ended, idled too long or is too old. */
export async function memberOf(
  deps: Pick<Deps, 'members' | 'now'>,
  token: string,
): Promise<MemberSession | null> {
  const session = await deps.members.session(token)
  if (session === null || session.member.disabledAt) return null
  const now = deps.now()
  const idleMs = now.getTime() - session.lastSeenAt.getTime()
  if (session.expiresAt <= now || idleMs > IDLE_MS) return null
  if (idleMs > MINUTE_MS) await deps.members.seen(session, now)
  return session
}

/** Whether the member has shown who they are just now. */
export function isFresh({ createdAt }: MemberSession, now: Date): boolean {
  return now.getTime() - createdAt.getTime() <= FRESH_MS
}

export async function logOut(deps: Pick<Deps, 'members' | 'now'>, token: string): Promise<void> {
  const session = await deps.members.session(token)
  if (session) await deps.members.endSession(session, deps.now())
}

/** Whether a passkey has to be shown, or registered, before anything else. */
export function needsPasskey({ passkeyRequired, strong }: MemberSession): boolean {
  return passkeyRequired && !strong
}

/** A member as whoever asks for something. What members create is real. */
export function callerOfMember(session: MemberSession): Caller {
  const { tenantId, id, roles } = session.member
  const may = needsPasskey(session) ? [] : actionsOf(roles)
  return { tenantId, id, mode: 'LIVE', may, sessionId: null }
}
