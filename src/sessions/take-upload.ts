import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Capture } from './session'
import { sha256 } from './sha256'

/**
 * Keeps the bytes PUT to a signed address, as they came: nothing is decoded yet. An empty body leaves the address
 * usable, and so do frames that are not those announced; anything else uses it up.
 * @throws AppError UPLOAD_EMPTY, UPLOAD_ALREADY_DONE, SHA256_MISMATCH, NOT_FOUND
 */
export async function takeUpload(
  deps: Deps,
  captureId: string,
  bytes: Uint8Array,
): Promise<{ sha256: string; byteLength: number }> {
  if (bytes.length === 0)
    throw new AppError(
      'UPLOAD_EMPTY',
      'The file is empty; send the image in the body of the request.',
    )
  const capture = await deps.captures.forUpload(captureId)
  if (!capture) throw new AppError('NOT_FOUND', `There is no capture ${captureId}.`)
  if (capture.status !== 'AWAITING_UPLOAD') throw alreadyDone()
  assertAnnounced(capture, bytes)
  const blob = { kind: 'UPLOAD', sha256: sha256(bytes), byteLength: bytes.length }
  const key = await deps.blobRecords.intend(
    { tenantId: capture.tenantId, sessionId: capture.sessionId },
    blob,
  )
  await deps.blobs.put(key, bytes)
  if (!(await deps.captures.takeUpload(capture, { key, ...blob }))) throw alreadyDone()
  return { sha256: blob.sha256, byteLength: blob.byteLength }
}

function alreadyDone(): AppError {
  return new AppError(
    'UPLOAD_ALREADY_DONE',
    'This upload address has been used; create a new capture to send another file.',
  )
}

/** The hash of a liveness step's frames is mostly known before they come: half a file need not count. */
function assertAnnounced({ burst }: Capture, bytes: Uint8Array): void {
  if (burst && burst.sha256 !== sha256(bytes))
    throw new AppError(
      'SHA256_MISMATCH',
      'These are not the frames that were announced, or not all of them; send them again.',
    )
}
