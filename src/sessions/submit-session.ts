import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellRefusal } from '../security-events'
import type { VerifiedManifest } from '../storage/record-manifest'
import { assertAttemptLeft } from './attempts'
import type { Caller } from './caller'
import { invalid, type SignedManifest } from './capture-manifest'
import { assertVerifies } from './create-capture'
import { missingCaptures } from './liveness-challenge'
import type { Capture, Session, SessionRef } from './session'
import { verifyManifest } from './verify-manifest'

/**
 * The captures are complete: verification starts.
 * @throws AppError CAPTURE_MISSING naming what is missing, EXPIRED, CONFLICT when it is not the applicant's turn,
 * MANIFEST_INVALID, TOO_MANY_ATTEMPTS, RATE_LIMITED when too many sessions wait
 */
export function submitSession(
  deps: Deps,
  ref: SessionRef,
  by: Submitter,
  given: SignedManifest | null = null,
): Promise<Session> {
  const fields = { ...ref, callerId: by.id }
  return submit(deps, ref, by, given).catch(tellRefusal(deps, fields))
}

type Submitter = Pick<Caller, 'id' | 'sessionId'>

async function submit(
  deps: Deps,
  ref: SessionRef,
  by: Submitter,
  given: SignedManifest | null,
): Promise<Session> {
  const session = await deps.sessions.get(ref)
  assertVerifies(session)
  const at = deps.now()
  const awaited = session.status === 'AWAITING_CAPTURE'
  const manifest = awaited ? await assertSubmittable(deps, session, given) : null
  if (awaited && manifest === null && by.sessionId !== null) throw invalid(null, UNSIGNED)
  return deps.sessions.apply({ session, trigger: 'SUBMIT', at, actor: by.id, manifest })
}

/** A cookie could be copied to another browser, the key of a device cannot. */
const UNSIGNED = 'What comes through a capture link is signed: register a device key first.'

async function assertSubmittable(
  deps: Deps,
  session: Session,
  given: SignedManifest | null,
): Promise<VerifiedManifest | null> {
  const at = deps.now()
  if (session.expiresAt <= at)
    throw new AppError('EXPIRED', 'The session has expired; create a new one.', 'sessionId')
  const captures = await completeCaptures(deps, session)
  const manifest = await verifyManifest(deps, { session, ...captures }, given)
  assertAttemptLeft(await deps.sessions.submissions(session), at)
  await assertRoom(deps, session)
  return manifest
}

async function completeCaptures(deps: Deps, session: Session) {
  const ref = { tenantId: session.tenantId, sessionId: session.id }
  const captures = await deps.captures.ofSession(ref)
  const challenges = await deps.challenges.ofSession(ref)
  assertOpened(captures)
  const missing = missingCaptures(session, captures, challenges)
  if (missing.length > 0)
    throw new AppError(
      'CAPTURE_MISSING',
      `Still needed, uploaded and completed: ${missing.join(', ')}.`,
      'sessionId',
    )
  return { captures, challenges }
}

/** A sealed capture may turn out to be no good: better wait than check without it. */
function assertOpened(captures: Capture[]): void {
  const opening = captures.filter(({ status }) => status === 'OPENING').map(({ kind }) => kind)
  if (opening.length === 0) return
  throw new AppError(
    'CONFLICT',
    `Captures are still being opened: ${opening.join(', ')}. Submit once they are READY.`,
    'sessionId',
    { retryAfterSec: OPENED_AFTER_SEC },
  )
}

const OPENED_AFTER_SEC = 1

/** Time for some of the waiting sessions to be done. */
const RETRY_AFTER_SEC = 15

/** Better refused now, with when to come back, than taken in and left to wait for hours. */
async function assertRoom({ sessions, settings }: Deps, { tenantId }: Session): Promise<void> {
  const { ofTenant, ofAll } = await sessions.queued(tenantId)
  if (ofAll < settings.maxQueued && ofTenant < settings.maxQueuedPerOrganization) return
  throw new AppError(
    'RATE_LIMITED',
    `Too many sessions wait for their checks. Submit this one again in ${RETRY_AFTER_SEC} seconds.`,
    'sessionId',
    { retryAfterSec: RETRY_AFTER_SEC },
  )
}
