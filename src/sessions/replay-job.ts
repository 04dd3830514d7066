import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { FailedJob } from '../storage/failed-jobs'
import type { Caller } from './caller'
import type { Session } from './session'

type World = Pick<Deps, 'failedJobs' | 'sessions' | 'now'>

/**
 * Runs a failed job again. The checks of a session start anew, under a new epoch, also when a person has it because they were
 * interrupted; everything else is asked for as it was, which is harmless when it has been done meanwhile.
 * @throws AppError NOT_FOUND; CONFLICT when the session has moved on
 */
export async function replayJob(
  deps: World,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  id: string,
): Promise<FailedJob> {
  const failed = await deps.failedJobs.get(tenantId, id)
  const deed = { actor, at: deps.now() }
  if (failed.job !== 'verifySession') return deps.failedJobs.replayed(failed, deed, { ask: true })
  const { sessionId, epoch } = failed.data as { sessionId: string; epoch: number }
  const session = await deps.sessions.get({ tenantId, sessionId })
  if (!(await isUnchecked(deps, session, epoch)))
    throw new AppError('CONFLICT', 'The session has moved on since; there is nothing to run again.')
  await deps.sessions.apply({ session, trigger: 'RETRY', ...deed })
  return deps.failedJobs.replayed(failed, deed, { ask: false })
}

/** Whether the checks of this epoch, or of one that the sweeper started after it, never came to an end. */
async function isUnchecked(
  { sessions }: World,
  { id, tenantId, status, epoch: now }: Session,
  epoch: number,
): Promise<boolean> {
  if (status === 'PROCESSING') return epoch <= now
  if (status !== 'IN_REVIEW') return false
  const last = (await sessions.history({ tenantId, sessionId: id })).at(-1)
  return last?.reasons.includes('CHECKS_INTERRUPTED') ?? false
}
