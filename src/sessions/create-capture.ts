import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Capture, CaptureKind, SessionRef } from './session'

/** Enough for every retake of three captures, too few to fill a disk. */
const MAX_CAPTURES = 30

/**
 * Announces a file: the answer has the address to PUT it to, once.
 * @throws AppError NOT_FOUND, CONFLICT when the session takes no captures now, EXPIRED when its time is over
 */
export async function createCapture(
  deps: Deps,
  ref: SessionRef,
  kind: CaptureKind,
): Promise<{ capture: Capture; uploadUrl: string }> {
  const session = await deps.sessions.get(ref)
  const at = deps.now()
  if (session.status !== 'AWAITING_CAPTURE')
    throw new AppError(
      'CONFLICT',
      `A session that is ${session.status} takes no captures.`,
      'sessionId',
    )
  if (session.expiresAt <= at)
    throw new AppError('EXPIRED', 'The session has expired; create a new one.', 'sessionId')
  if ((await deps.captures.ofSession(ref)).length >= MAX_CAPTURES)
    throw new AppError(
      'CONFLICT',
      `A session takes at most ${MAX_CAPTURES} captures; create a new session.`,
      'sessionId',
    )
  const expiresAt = new Date(
    Math.min(at.getTime() + deps.settings.uploadTtlMs, session.expiresAt.getTime()),
  )
  const capture = await deps.captures.create(ref, kind, at, expiresAt)
  return { capture, uploadUrl: deps.uploads.addressOf(capture.id, expiresAt) }
}
