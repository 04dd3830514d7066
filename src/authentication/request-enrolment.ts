import type { Deps } from '../deps'
import { AppError } from '../errors'
import { answeredChallenge } from '../sessions/liveness-challenge'
import type { Session, SessionRef } from '../sessions/session'
import type { FaceEnrolment } from '../storage/face-enrolments'

type World = Pick<
  Deps,
  'sessions' | 'captures' | 'challenges' | 'deviceKeys' | 'faceEnrolments' | 'now'
>

/**
 * Asks for the face of an approved session to be enrolled, and with it the device that signed the session: a worker does the
 * rest. What is enrolled is live, came from that device, and was agreed to by itself.
 * @throws AppError NOT_FOUND, FACE_AUTHENTICATION_OFF, CONSENT_MISSING, CONFLICT when the session is not such a one, was
 * enrolled before, or is older than the applicant's last enrolment
 */
export async function requestEnrolment(
  deps: World,
  ref: SessionRef,
  actor: string,
): Promise<FaceEnrolment> {
  const session = await deps.sessions.get(ref)
  assertEnrols(session)
  if (session.faceConsentedAt === null)
    throw new AppError(
      'CONSENT_MISSING',
      'Record the applicant’s consent first: consentRecord with the purpose FACE_AUTHENTICATION.',
      'sessionId',
    )
  if ((await deps.deviceKeys.manifest(ref)) === null) throw conflict(NO_DEVICE)
  const captures = await deps.captures.ofSession(ref)
  const live = answeredChallenge(await deps.challenges.ofSession(ref), captures)
  if (live === null || live.captures.some(({ imageKey }) => imageKey === null))
    throw conflict(NOT_LIVE)
  return deps.faceEnrolments.request(session, { actor, at: deps.now() })
}

function assertEnrols({ status, purpose }: Session): void {
  if (status !== 'APPROVED' || purpose !== 'VERIFICATION')
    throw conflict('A face is enrolled from a verification that was approved.')
}

const NO_DEVICE = 'The session was not signed by a device: none could be asked for again.'
const NOT_LIVE = 'The session has no liveness challenge whose frames are still there.'

const conflict = (message: string) => new AppError('CONFLICT', message, 'sessionId')
