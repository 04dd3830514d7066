import type { Turn } from '../decision/step-up'
import type { Deps } from '../deps'
import { MOST_ATTEMPTS } from './attempts'
import type { LivenessChallenge } from './liveness-challenge'
import type { Session } from './session'

/**
 * Where a session stands as its checks run. Its last attempt: it could not be submitted again, or a challenge that failed not be
 * repeated. A step-up that was asked for stays so whatever came after, also where a reviewer had something taken again.
 */
export async function turnNow(
  { sessions, results }: Pick<Deps, 'sessions' | 'results'>,
  session: Session,
  challenges: LivenessChallenge[],
): Promise<Turn> {
  const { ofSession } = await sessions.submissions(session)
  const decisions = await results.decisions({ tenantId: session.tenantId, sessionId: session.id })
  const stepUpAsked = decisions.some(({ reasons }) =>
    reasons.some(({ code }) => code === 'STEP_UP_ASKED'),
  )
  return { stepUpAsked, lastAttempt: Math.max(ofSession, challenges.length) >= MOST_ATTEMPTS }
}
