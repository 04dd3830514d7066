import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Capture } from './session'

const BATCH = 100

/** Times a worker is asked to open a capture before the applicant is asked for another. */
const MOST_OPENINGS = 3

/**
 * The sweeper for sealed captures: one that is OPENING for long and whose job is neither in the outbox nor in the queue is asked
 * for again; after three times it has FAILED, so that nobody waits for ever. @returns how many it moved
 */
export async function reopenCaptures(deps: Deps): Promise<number> {
  const before = new Date(deps.now().getTime() - deps.settings.stuckAfterMs)
  let moved = 0
  for (const { capture, jobId } of await deps.openings.stuck(before, BATCH)) {
    if ((await deps.outbox.holds(jobId)) || (await deps.queue.has('verify', jobId))) continue
    await askAgain(deps, capture)
    const { id: captureId, openings: attempt } = capture
    deps.log.warn({ captureId, attempt }, 'stuck capture moved on')
    moved += 1
  }
  return moved
}

async function askAgain(deps: Deps, capture: Capture): Promise<void> {
  if (capture.openings >= MOST_OPENINGS) return deps.captures.fail(capture, 'SEAL_BROKEN')
  try {
    await deps.openings.ask(capture, deps.now())
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await deps.captures.fail(capture, error.code) // the session takes no captures any more
  }
}
