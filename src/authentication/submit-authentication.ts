import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellRefusal } from '../security-events'
import { assertTakesCaptures } from '../sessions/create-capture'
import { answeredChallenge } from '../sessions/liveness-challenge'
import type { Session, SessionRef } from '../sessions/session'
import type { FaceAuthentication } from '../storage/face-authentications'
import type { FaceEnrolment } from '../storage/face-enrolments'
import { fromBase64Url } from '../trust/base64url'
import { isSignedBy } from '../trust/device-key'
import { confirmationText } from './confirmation'
import { assertNotLocked, NOT_ENROLLED } from './face-lock'

const SIGNATURE_BYTES = 64

/** `signature`: ECDSA P-256 SHA-256 over `confirmationText`, r and s (64 bytes), in base64url. */
type Signed = { nonce: string; signature: string }

/**
 * The applicant confirms: the enrolled device has signed the action with these frames. What is cheap to find wrong is refused
 * here and costs no attempt, for nobody can guess a signature, and nobody should lock somebody else out by trying. The rest is
 * for a worker.
 * @throws AppError NOT_FOUND, CONFLICT, EXPIRED, NOT_ENROLLED, TOO_MANY_ATTEMPTS, CAPTURE_MISSING, CONFIRMATION_INVALID
 */
export function submitAuthentication(
  deps: Deps,
  ref: SessionRef,
  signed: Signed,
  actor: string,
): Promise<Session> {
  return submit(deps, ref, signed, actor).catch(tellRefusal(deps, ref))
}

async function submit(deps: Deps, ref: SessionRef, signed: Signed, actor: string) {
  const at = deps.now()
  const session = await deps.sessions.get(ref)
  assertTakesCaptures(session, at)
  const authentication = await deps.faceAuthentications.ofSession(ref)
  if (authentication === null)
    throw new AppError('CONFLICT', 'This session is no authentication by face.', 'sessionId')
  const enrolment = await enrolmentOf(deps, authentication)
  assertNotLocked(enrolment, at)
  const { ready, confirmation } = await verified(deps, authentication, enrolment, signed)
  const sealed = await deps.faceAuthentications.seal(authentication, confirmation)
  return deps.sessions.apply({
    ...{ session, trigger: 'SUBMIT', at, actor },
    confirmation: { nonce: signed.nonce, ready, sealed },
  })
}

/** The one it was asked for with: it may have ended since. @throws AppError NOT_ENROLLED */
export async function enrolmentOf(
  { faceEnrolments }: Pick<Deps, 'faceEnrolments'>,
  { tenantId, applicantId, enrolmentId, session }: FaceAuthentication,
): Promise<FaceEnrolment> {
  const enrolment = await faceEnrolments.inForce(tenantId, applicantId, session.mode)
  if (enrolment?.id !== enrolmentId) throw new AppError('NOT_ENROLLED', NOT_ENROLLED, 'sessionId')
  return enrolment
}

async function verified(
  deps: Deps,
  { id, tenantId, sessionId, action }: FaceAuthentication,
  enrolment: FaceEnrolment,
  { nonce, signature }: Signed,
) {
  const ref = { tenantId, sessionId }
  const captures = await deps.captures.ofSession(ref)
  const live = answeredChallenge(await deps.challenges.ofSession(ref), captures)
  if (live === null)
    throw new AppError('CAPTURE_MISSING', 'Answer a liveness challenge first.', 'sessionId')
  const frames = live.captures.map(({ id: captureId, uploadSha256 }) => {
    return { captureId, sha256: uploadSha256 ?? '' }
  })
  const payload = confirmationText({ authenticationId: id, nonce, action, frames })
  const device = await deps.deviceKeys.ofSession({ tenantId, sessionId: enrolment.sessionId })
  const bytes = fromBase64Url(signature, SIGNATURE_BYTES)
  if (device === null || !isSignedBy(device.publicKey, Buffer.from(payload), bytes))
    throw new AppError('CONFIRMATION_INVALID', NOT_SIGNED, 'signature')
  const ready = captures.filter(({ status }) => status === 'READY').map((each) => each.id)
  return { ready, confirmation: { payload, signature, thumbprint: device.thumbprint } }
}

const NOT_SIGNED =
  'The enrolled device did not sign this action with the frames of the last challenge and this nonce.'
