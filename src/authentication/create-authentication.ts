import { createCaptureLink } from '../access/capture-links'
import { faceModelOf } from '../checks/find-faces'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import { sha256 } from '../sessions/sha256'
import type { FaceAuthentication } from '../storage/face-authentications'
import type { FaceAction } from './face-action'
import { assertNotLocked, NOT_ENROLLED } from './face-lock'

type Wanted = { applicantId: string; action: FaceAction; expiresInSec: number }

/** `url`: opens the applicant's page, once. */
export type CreatedAuthentication = { authentication: FaceAuthentication; url: string }

const SECONDS = { least: 60, most: 900 }

/**
 * Asks an applicant who is enrolled to confirm an action, within minutes.
 * @throws AppError NOT_FOUND, INVALID, FACE_AUTHENTICATION_OFF, NOT_ENROLLED, TOO_MANY_ATTEMPTS while locked, CONFLICT when the
 * action's nonce was used before
 */
export async function createAuthentication(
  deps: Deps,
  { tenantId, mode, id: actor }: Caller,
  { applicantId, action, expiresInSec }: Wanted,
): Promise<CreatedAuthentication> {
  assertAction(action)
  if (expiresInSec < SECONDS.least || expiresInSec > SECONDS.most)
    throw new AppError('INVALID', 'expiresInSec must be 60 to 900.', 'expiresInSec')
  if (!(await deps.faceSettings.isOn(tenantId)))
    throw new AppError('FACE_AUTHENTICATION_OFF', 'Authentication by face is off.')
  await deps.applicants.get(tenantId, applicantId)
  const at = deps.now()
  const enrolment = await deps.faceEnrolments.inForce(tenantId, applicantId, mode)
  if (enrolment === null) throw new AppError('NOT_ENROLLED', NOT_ENROLLED, 'applicantId')
  if (enrolment.model !== faceModelOf(deps.models))
    throw new AppError('NOT_ENROLLED', OTHER_MODEL, 'applicantId')
  assertNotLocked(enrolment, at)
  const made = await deps.faceAuthentications.create(
    {
      ...{ tenantId, applicantId, mode, action },
      enrolmentId: enrolment.id,
      nonceHash: sha256(Buffer.from(`${mode}|${action.nonce}`)),
      expiresAt: new Date(at.getTime() + expiresInSec * 1000),
    },
    { actor, at },
  )
  const { url } = await createCaptureLink(
    deps,
    { tenantId, sessionId: made.sessionId },
    null,
    actor,
  )
  return { authentication: await deps.faceAuthentications.get(tenantId, made.id), url }
}

const OTHER_MODEL =
  'The face was enrolled with another model than is used now; enrol it anew from a new session.'

/** What the page shows must be what is meant: no characters that turn the text about, or that nobody sees. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** @throws AppError INVALID */
function assertAction({ kind, amount, currency, payeeHash, display }: FaceAction): void {
  if (HIDDEN.test(display))
    throw new AppError('INVALID', 'display must have visible characters only.', 'action.display')
  const paid = [amount, currency, payeeHash]
  if (kind === 'PAYMENT' && paid.includes(null))
    throw new AppError('INVALID', 'A payment has amount, currency and payeeHash.', 'action')
  if ((amount === null) !== (currency === null))
    throw new AppError('INVALID', 'amount and currency come together.', 'action.currency')
}
