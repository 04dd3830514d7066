import type { Deps } from '../deps'
import type { Session, SessionRef } from './session'

/** Ends a session that is not decided yet. @throws AppError NOT_FOUND, CONFLICT */
export async function cancelSession(deps: Deps, ref: SessionRef, actor: string): Promise<Session> {
  const session = await deps.sessions.get(ref)
  return deps.sessions.apply({ session, trigger: 'CANCEL', at: deps.now(), actor })
}
