import type { Deps } from '../deps'
import type { Label } from '../risk/observation'
import type { Caller } from '../sessions/caller'
import type { StoredLabel } from '../storage/risk-labels'

/**
 * Says what a session turned out to be. It holds for its applicant from this moment on: whoever is joined with them is
 * measured with it. A later label takes the place of an earlier one.
 * @throws AppError NOT_FOUND, CONFLICT when nothing of risk is on
 */
export async function labelSession(
  deps: Pick<Deps, 'sessions' | 'riskLabels' | 'now'>,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  sessionId: string,
  label: Label,
): Promise<StoredLabel> {
  const session = await deps.sessions.get({ tenantId, sessionId })
  return deps.riskLabels.create(session, label, { actor, at: deps.now() })
}
