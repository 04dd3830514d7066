import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Change } from '../storage/session-change'
import type { Session } from './session'

const BATCH = 100

/** Runs of the checks after which a person looks instead. */
const MAX_ATTEMPTS = 3

/**
 * The sweeper: a session in PROCESSING that nobody touched for long and whose job is neither in the outbox nor in
 * the queue is started anew, under a new epoch; after three attempts a person takes over. Nobody waits for ever.
 * @returns how many sessions it moved
 */
export async function retryStuckSessions(deps: Deps): Promise<number> {
  const before = new Date(deps.now().getTime() - deps.settings.stuckAfterMs)
  let moved = 0
  for (const session of await deps.sessions.stuck(before, BATCH)) {
    if (await isWaiting(deps, session)) continue
    await applyUnlessChanged(deps, nextStep(session, deps.now()))
    deps.log.warn(
      { sessionId: session.id, epoch: session.epoch, attempt: session.attempt },
      'stuck session moved on',
    )
    moved += 1
  }
  return moved
}

async function isWaiting(deps: Deps, { id, epoch, purpose }: Session): Promise<boolean> {
  const jobId = `${id}-verify-${epoch}`
  const queue = purpose === 'VERIFICATION' ? 'verify' : 'authenticate'
  return (await deps.outbox.holds(jobId)) || (await deps.queue.has(queue, jobId))
}

function nextStep(session: Session, at: Date): Change {
  if (session.purpose === 'FACE_AUTHENTICATION') return givenUp(session, at)
  if (session.attempt < MAX_ATTEMPTS) return { session, trigger: 'RETRY', at, actor: 'SYSTEM' }
  return interrupted(session, at)
}

function interrupted(session: Session, at: Date): Change {
  return { session, trigger: 'REFER', at, actor: 'SYSTEM', reasons: ['CHECKS_INTERRUPTED'] }
}

/** An authentication by face is for now: nobody waits at the till until a person looks. */
function givenUp(session: Session, at: Date): Change {
  const change = interrupted(session, at)
  const found = { enrolmentId: '', assurance: null, reasons: ['CHECKS_INTERRUPTED'], counts: false }
  return { ...change, trigger: 'REJECT', authentication: found }
}

/** Somebody else may have moved it meanwhile: then there is nothing to do. */
export async function applyUnlessChanged(deps: Deps, change: Change): Promise<void> {
  try {
    await deps.sessions.apply(change)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
  }
}
