import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import { sha256 } from '../sessions/sha256'
import { MAX_UPLOAD_BYTES } from '../sessions/take-upload'
import type { AnnouncedAttachment } from '../storage/case-attachments'
import type { ReviewCase } from '../storage/review-cases'
import { fileNameOf, isMediaType, isOfKind, keptAs, type MediaType } from './attachment-kind'
import { caseOf, workOn } from './work-case'

type World = Pick<Deps, 'reviewCases' | 'reviewWork' | 'audit' | 'caseAttachments' | 'now'>
type Announcing = World & Pick<Deps, 'uploads' | 'settings'>
type Attaching = World & Pick<Deps, 'blobs' | 'blobRecords' | 'images'>

/** A file as it will be sent. `byteLength`: 1 to 10 MB. */
type AnnouncedFile = {
  caseId: string
  name: string
  mediaType: string
  sha256: string
  byteLength: number
}

/** `id`: of the attachment. */
export type AttachmentUpload = { id: string; uploadUrl: string; expiresAt: Date }

/**
 * Announces a file for a case in hand: the answer has the address to PUT it to, once.
 * @throws AppError NOT_FOUND, FILE_UNSUPPORTED, UPLOAD_EMPTY, UPLOAD_TOO_LARGE; CONFLICT when the case is not in hand, is closed, or is
 * full
 */
export function announceAttachment(
  deps: Announcing,
  caller: Caller,
  { caseId, ...file }: AnnouncedFile,
): Promise<AttachmentUpload> {
  return workOn(deps, caller, { caseId, deed: 'ATTACH' }, async (held) => {
    const { mediaType, byteLength: sentBytes, sha256: sentSha256 } = file
    if (!isMediaType(mediaType)) throw unsupported('mediaType')
    assertSize(sentBytes)
    const expiresAt = new Date(held.at.getTime() + deps.settings.uploadTtlMs)
    const name = fileNameOf(file.name, mediaType)
    const announced = { name, mediaType, sentBytes, sentSha256, uploadExpiresAt: expiresAt }
    const { id } = await deps.caseAttachments.announce(held, announced)
    return { id, uploadUrl: deps.uploads.addressOf(id, expiresAt), expiresAt }
  })
}

function assertSize(bytes: number): void {
  if (bytes < 1) throw new AppError('UPLOAD_EMPTY', 'The file is empty.', 'byteLength')
  if (bytes > MAX_UPLOAD_BYTES)
    throw new AppError('UPLOAD_TOO_LARGE', 'A file may have at most 10 MB.', 'byteLength')
}

/**
 * Whoever announced a file says that it was sent: from now on it is on the case. An image is decoded and encoded anew; a PDF stays as
 * it is, and is looked into by nobody here. Saying it twice is harmless; after a refusal of the file it has to be announced anew.
 * @throws AppError NOT_FOUND, UPLOAD_MISSING, FILE_UNSUPPORTED, IMAGE_*; CONFLICT as announceAttachment
 */
export async function completeAttachment(
  deps: Attaching,
  caller: Caller,
  attachmentId: string,
): Promise<ReviewCase> {
  const announced = await deps.caseAttachments.get(caller.tenantId, attachmentId)
  const { caseId, authorId } = announced
  if (authorId !== caller.id)
    throw new AppError('NOT_FOUND', 'You announced no such attachment.', 'attachmentId')
  await workOn(deps, caller, { caseId, deed: 'ATTACH' }, async (held) => {
    if (announced.status === 'READY') return
    const { mediaType, bytes } = await harmless(deps, announced)
    const kept = { sha256: sha256(bytes), byteLength: bytes.length }
    const key = await deps.blobRecords.intend(announced, { kind: 'ATTACHMENT', ...kept })
    await deps.blobs.put(key, bytes)
    await deps.caseAttachments.keep({ ...held, at: deps.now() }, announced, {
      ...{ key, mediaType, ...kept },
    })
  })
  return caseOf(deps, caller, caseId)
}

/** What was sent, as it is kept. What is no good is forgotten. @throws AppError as completeAttachment */
async function harmless(deps: Attaching, announced: AnnouncedAttachment) {
  const { key } = announced
  if (announced.status === 'AWAITING_UPLOAD' || key === null)
    throw new AppError(
      'UPLOAD_MISSING',
      'Nothing has been uploaded yet; PUT the file to the upload address first.',
      'attachmentId',
    )
  const sent = await deps.blobs.get(key)
  const mediaType = announced.mediaType as MediaType
  try {
    if (!isOfKind(sent, mediaType)) throw unsupported('attachmentId')
    const isImage = mediaType !== 'application/pdf'
    const bytes = isImage ? (await deps.images.normalize(sent)).bytes : sent
    return { mediaType: keptAs(mediaType), bytes }
  } catch (error) {
    if (isRefusal(error)) await deps.caseAttachments.drop(announced)
    throw error
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && /^(IMAGE|FILE)_/.test(error.code)
}

function unsupported(field: string): AppError {
  const message = 'Attach a PDF, a JPEG or a PNG, and say which of them it is.'
  return new AppError('FILE_UNSUPPORTED', message, field)
}
