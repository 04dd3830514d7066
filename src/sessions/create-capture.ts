import type { Deps } from '../deps'
import { AppError } from '../errors'
import { assertConsented } from '../privacy/consent'
import { newSealTerms, type Seal, sealOf } from './seal-terms'
import type { Capture, CaptureKind, Session, SessionRef } from './session'

/** Enough for every retake of three captures, too few to fill a disk. Challenges have a limit of their own. */
const MAX_CAPTURES = 30

/**
 * Announces a file: the answer has the address to PUT it to, once, and how to seal it where it is to be sealed.
 * @throws AppError NOT_FOUND, CONFLICT when the session takes no captures now, EXPIRED when its time is over,
 * CONSENT_MISSING
 */
export async function createCapture(
  deps: Deps,
  ref: SessionRef,
  kind: CaptureKind,
  sealed = false,
): Promise<{ capture: Capture; uploadUrl: string; seal: Seal | null }> {
  const session = await deps.sessions.get(ref)
  const at = deps.now()
  assertVerifies(session)
  assertTakesCaptures(session, at)
  await assertConsented(deps, session)
  const captures = await deps.captures.ofSession(ref)
  if (captures.filter((capture) => capture.kind !== 'LIVENESS').length >= MAX_CAPTURES)
    throw new AppError(
      'CONFLICT',
      `A session takes at most ${MAX_CAPTURES} captures; create a new session.`,
      'sessionId',
    )
  const expiresAt = new Date(
    Math.min(at.getTime() + deps.settings.uploadTtlMs, session.expiresAt.getTime()),
  )
  const terms = sealed ? await newSealTerms(deps) : {}
  const announced = { kind, createdAt: at, uploadExpiresAt: expiresAt, ...terms }
  const capture = await deps.captures.create(ref, announced)
  const uploadUrl = deps.uploads.addressOf(capture.id, expiresAt)
  return { capture, uploadUrl, seal: sealOf(capture) }
}

/** @throws AppError CONFLICT when the session carries an authentication by face, which takes a liveness challenge alone */
export function assertVerifies({ purpose }: Session): void {
  if (purpose !== 'VERIFICATION')
    throw new AppError('CONFLICT', 'This session is an authentication by face.', 'sessionId')
}

/** @throws AppError CONFLICT when it is not the applicant's turn, EXPIRED when the session's time is over */
export function assertTakesCaptures({ status, expiresAt }: Session, at: Date): void {
  if (status !== 'AWAITING_CAPTURE')
    throw new AppError('CONFLICT', `A session that is ${status} takes no captures.`, 'sessionId')
  if (expiresAt <= at)
    throw new AppError('EXPIRED', 'The session has expired; create a new one.', 'sessionId')
}
