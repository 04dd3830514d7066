import { type Advice, adviceFor } from '../decision/advice'
import type { Deps } from '../deps'
import { answeredChallenge, type LivenessChallenge } from './liveness-challenge'
import type { Capture, Session } from './session'

/** What the applicant still has to mend before the session is submitted again; empty when it is not their turn, or nothing. */
export async function adviseApplicant(
  deps: Pick<Deps, 'results' | 'captures' | 'challenges'>,
  session: Session,
): Promise<Advice[]> {
  if (session.status !== 'AWAITING_CAPTURE' || session.epoch === 0) return []
  const ref = { tenantId: session.tenantId, sessionId: session.id }
  const [latest] = await deps.results.decisions(ref)
  if (latest?.outcome !== 'RETAKE') return []
  const captures = await deps.captures.ofSession(ref)
  const challenges = await deps.challenges.ofSession(ref)
  const kinds = new Map(captures.map(({ id, kind }) => [id, kind]))
  const advice = adviceFor(latest.reasons, session.retakeKind, (id) => kinds.get(id))
  const redone = new Set(kindsSince(latest.decidedAt, captures, challenges))
  return advice.filter(({ kind }) => !redone.has(kind))
}

/** What was captured anew since; a challenge counts once it is answered in full. */
function kindsSince(time: Date, captures: Capture[], challenges: LivenessChallenge[]) {
  const answered = answeredChallenge(challenges, captures)?.challenge
  const isNew = ({ kind, status, createdAt }: Capture) =>
    kind !== 'LIVENESS' && (status === 'READY' || status === 'OPENING') && createdAt > time
  const kinds = captures.filter(isNew).map(({ kind }) => kind)
  return answered && answered.createdAt > time ? [...kinds, 'LIVENESS' as const] : kinds
}
