import type { Deps } from '../deps'
import type { PageBehaviour } from '../risk/behaviour'
import type { Session, SessionRef } from './session'

/**
 * How the applicant's page was used; before the submission. What was told before is replaced.
 * @throws AppError NOT_FOUND, CONFLICT when BEHAVIOUR is off, or the session takes nothing more
 */
export async function recordPageBehaviour(
  deps: Pick<Deps, 'sessions' | 'riskDetails' | 'now'>,
  ref: SessionRef,
  page: PageBehaviour,
  actor: string,
): Promise<Session> {
  const session = await deps.sessions.get(ref)
  await deps.riskDetails.record(ref, { PAGE: page }, { actor, at: deps.now() })
  return session
}
