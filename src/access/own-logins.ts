import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { MemberSession } from '../storage/members'
import { IDLE_MS, needsPasskey } from './log-in'

type World = Pick<Deps, 'members' | 'now'>

export type Login = Pick<MemberSession, 'id' | 'strong' | 'createdAt' | 'lastSeenAt' | 'expiresAt'>

/** The member's logins that go on, the newest first; `current`: the one that asks. */
export async function listLogins(
  deps: World,
  { id, member }: MemberSession,
): Promise<(Login & { current: boolean })[]> {
  const at = deps.now()
  const seenSince = new Date(at.getTime() - IDLE_MS)
  const logins = await deps.members.sessionsOf(member, at, seenSince)
  return logins.map((login) => ({ ...login, current: login.id === id }))
}

/**
 * Ends one of the member's own logins, or all but the one that asks. For who logged in just now: see isFresh.
 * @throws AppError NOT_FOUND, also for another member's; CONFLICT for whom a passkey is asked of first
 */
export async function endLogins(
  deps: World,
  session: MemberSession,
  which: string | 'OTHERS',
): Promise<void> {
  if (needsPasskey(session)) throw new AppError('CONFLICT', 'Show one of your passkeys first.')
  const ids = which === 'OTHERS' ? { not: session.id } : which
  const ended = await deps.members.endSessionsOf(session.member, ids, deps.now())
  if (ended === 0 && which !== 'OTHERS')
    throw new AppError('NOT_FOUND', 'There is no such login.', 'id')
}
