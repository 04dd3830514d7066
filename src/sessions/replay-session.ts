import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Replay } from '../storage/replays'
import type { Caller } from './caller'
import { compareReplay, replayable } from './compare-replay'

type ReplayJob = { tenantId: string; replayId: string }

/**
 * Asks for the checks of the latest decision to be run once more; a worker does it.
 * @throws AppError NOT_FOUND, CONFLICT when there is nothing to replay
 */
export async function startReplay(
  deps: Pick<Deps, 'sessions' | 'results' | 'captures' | 'replays' | 'now'>,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  sessionId: string,
): Promise<Replay> {
  const ref = { tenantId, sessionId }
  const { decision } = await replayable(deps, ref)
  return deps.replays.ask(ref, decision.epoch, { actor, at: deps.now() })
}

/** What a worker does. A session that was erased meanwhile, or whose images were removed, makes it FAILED. */
export async function runReplay(
  deps: Parameters<typeof compareReplay>[0] & Pick<Deps, 'replays' | 'now' | 'log'>,
  { tenantId, replayId }: ReplayJob,
): Promise<void> {
  const replay = await deps.replays.get(tenantId, replayId)
  if (replay.state !== 'PENDING') return
  const { sessionId } = replay
  try {
    const differences = await compareReplay(deps, { tenantId, sessionId })
    await deps.replays.finish(replay, { state: 'DONE', differences, doneAt: deps.now() })
  } catch (error) {
    if (!(error instanceof AppError)) deps.log.error({ error, sessionId }, 'a replay failed')
    await deps.replays.finish(replay, { state: 'FAILED', differences: [], doneAt: deps.now() })
  }
}
