import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from './caller'
import { keepUpload } from './keep-upload'
import type { Capture } from './session'

/**
 * The client says what it sent: when the hash agrees and the file is an image we take, the capture is READY.
 * The image, or every frame of a liveness step, is decoded and encoded anew; the file as sent is removed. Saying it
 * twice is harmless. A sealed file is not looked at here: the capture is OPENING until a worker has done the same to it.
 * @throws AppError UPLOAD_MISSING, SHA256_MISMATCH, IMAGE_*, EXPIRED, CONFLICT; after a mismatch or a bad image the
 * capture has FAILED and a new one is needed
 */
export async function completeCapture(
  deps: Deps,
  caller: Pick<Caller, 'tenantId' | 'sessionId'>,
  captureId: string,
  hash: string,
): Promise<Capture> {
  const capture = await deps.captures.get(caller.tenantId, captureId, caller.sessionId)
  if (isTaken(capture) && capture.uploadSha256 === hash) return capture
  const key = assertUploaded(capture, deps.now())
  if (hash !== capture.uploadSha256 || hash !== announcedHash(capture, hash))
    return refuse(deps, capture, new AppError('SHA256_MISMATCH', MISMATCH, 'sha256'))
  if (capture.sealingKeyId !== null) return deps.openings.ask(capture, deps.now())
  try {
    return await keepUpload(deps, capture, await deps.blobs.get(key))
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('IMAGE_'))
      return refuse(deps, capture, error)
    throw error
  }
}

const isTaken = ({ status }: Capture) => status === 'READY' || status === 'OPENING'

/** The hash a step was submitted with; images are not announced by theirs, so any will do. */
function announcedHash({ challengeId, burst }: Capture, hash: string): string {
  if (challengeId === null) return hash
  if (burst !== null) return burst.sha256
  throw new AppError('CONFLICT', 'Submit the step with livenessStepSubmit first.', 'captureId')
}

const MISMATCH =
  'What arrived has another SHA-256 than you give; create a new capture and send the file again.'

function assertUploaded(capture: Capture, now: Date): string {
  if (capture.status === 'UPLOADED' && capture.uploadKey) return capture.uploadKey
  if (capture.status !== 'AWAITING_UPLOAD')
    throw new AppError(
      'CONFLICT',
      `This capture is ${capture.status}; create a new one.`,
      'captureId',
    )
  if (capture.uploadExpiresAt <= now)
    throw new AppError(
      'EXPIRED',
      'Nothing was uploaded and the upload address has expired; create a new capture.',
      'captureId',
    )
  throw new AppError(
    'UPLOAD_MISSING',
    'Nothing has been uploaded yet; PUT the file to the upload address first.',
    'captureId',
  )
}

async function refuse(deps: Deps, capture: Capture, error: AppError): Promise<never> {
  await deps.captures.fail(capture, error.code)
  throw error
}
