import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { SessionRef } from './session'
import { sha256 } from './sha256'

/** Largest file, in bytes. */
export const MAX_UPLOAD_BYTES = 10_000_000

type Uploaded = { key: string; sha256: string; byteLength: number }

/** What a file may be PUT to. `announced`: the SHA-256 that it must have, where that was said before. */
type Place<T extends SessionRef & { status: string }> = {
  forUpload(id: string): Promise<T | null>
  announced(found: T): string | null
  takeUpload(found: T, uploaded: Uploaded): Promise<boolean>
}

type Taken = { sha256: string; byteLength: number }

/**
 * Keeps the bytes PUT to the signed address of a capture, or of an attachment of a case, as they came: nothing is decoded yet. An
 * empty body leaves the address usable, and so does a file that is not the one announced; anything else uses it up.
 * @throws AppError UPLOAD_EMPTY, UPLOAD_ALREADY_DONE, SHA256_MISMATCH, NOT_FOUND
 */
export function takeUpload(deps: Deps, id: string, bytes: Uint8Array): Promise<Taken> {
  const { captures, caseAttachments } = deps
  if (id.startsWith('att_'))
    return takeAt(deps, { ...caseAttachments, announced: (each) => each.sentSha256 }, id, bytes)
  // The hash of a liveness step's frames is mostly known before they come: half a file need not count.
  return takeAt(deps, { ...captures, announced: ({ burst }) => burst?.sha256 ?? null }, id, bytes)
}

async function takeAt<T extends SessionRef & { status: string }>(
  deps: Pick<Deps, 'blobRecords' | 'blobs'>,
  place: Place<T>,
  id: string,
  bytes: Uint8Array,
): Promise<Taken> {
  if (bytes.length === 0)
    throw new AppError('UPLOAD_EMPTY', 'The file is empty; send it in the body of the request.')
  const found = await place.forUpload(id)
  if (!found) throw new AppError('NOT_FOUND', `Nothing waits for a file as ${id}.`)
  if (found.status !== 'AWAITING_UPLOAD') throw alreadyDone()
  const blob = { kind: 'UPLOAD', sha256: sha256(bytes), byteLength: bytes.length }
  if (blob.sha256 !== (place.announced(found) ?? blob.sha256)) throw anotherFile()
  const { tenantId, sessionId } = found
  const key = await deps.blobRecords.intend({ tenantId, sessionId }, blob)
  await deps.blobs.put(key, bytes)
  if (!(await place.takeUpload(found, { key, ...blob }))) throw alreadyDone()
  return { sha256: blob.sha256, byteLength: blob.byteLength }
}

function alreadyDone(): AppError {
  return new AppError(
    'UPLOAD_ALREADY_DONE',
    'This upload address has been used; ask for a new one to send another file.',
  )
}

function anotherFile(): AppError {
  const message = 'This is not the file that was announced, or not all of it; send it again.'
  return new AppError('SHA256_MISMATCH', message)
}
