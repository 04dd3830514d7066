import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Capture } from './session'
import { sha256 } from './sha256'

/**
 * The client says what it sent: when the hash agrees and the file is an image we take, the capture is READY.
 * The image is decoded and encoded anew; the file as sent is removed. Saying it twice is harmless.
 * @throws AppError UPLOAD_MISSING, SHA256_MISMATCH, IMAGE_*, EXPIRED, CONFLICT; after a mismatch or a bad image the
 * capture has FAILED and a new one is needed
 */
export async function completeCapture(
  deps: Deps,
  tenantId: string,
  captureId: string,
  hash: string,
): Promise<Capture> {
  const capture = await deps.captures.get(tenantId, captureId)
  if (capture.status === 'READY' && capture.uploadSha256 === hash) return capture
  const key = assertUploaded(capture, deps.now())
  if (capture.uploadSha256 !== hash)
    return refuse(deps, capture, new AppError('SHA256_MISMATCH', MISMATCH, 'sha256'))
  try {
    return await keepImage(deps, capture, await deps.blobs.get(key))
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('IMAGE_'))
      return refuse(deps, capture, error)
    throw error
  }
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

async function keepImage(deps: Deps, capture: Capture, bytes: Uint8Array): Promise<Capture> {
  const { tenantId, sessionId, kind } = capture
  const image = await deps.images.normalize(bytes)
  const blob = { kind, sha256: sha256(image.bytes), byteLength: image.bytes.length }
  const key = await deps.blobRecords.intend({ tenantId, sessionId }, blob)
  await deps.blobs.put(key, image.bytes)
  return deps.captures.complete(
    capture,
    { key, sha256: blob.sha256, width: image.width, height: image.height },
    deps.now(),
  )
}

async function refuse(deps: Deps, capture: Capture, error: AppError): Promise<never> {
  await deps.captures.fail(capture, error.code)
  throw error
}
