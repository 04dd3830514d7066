import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { CaseAttachment } from '../storage/case-attachments'
import type { ReviewCase } from '../storage/review-cases'
import { isBlindTo } from './judge-blindly'
import { inHand, reviewerOf } from './work-case'

type World = Pick<
  Deps,
  'reviewCases' | 'reviewWork' | 'caseAttachments' | 'blobs' | 'audit' | 'now'
>

/** What is attached to a case; of what others attached nothing for whoever is to judge it blindly. */
export async function attachmentsFor(
  { caseAttachments }: Pick<Deps, 'caseAttachments'>,
  found: ReviewCase,
  memberId: string,
): Promise<CaseAttachment[]> {
  const all = await caseAttachments.ofCase({ tenantId: found.tenantId, caseId: found.id })
  return isBlindTo(found, memberId) ? all.filter(({ authorId }) => authorId === memberId) : all
}

/** A file as it is handed out. */
type OpenFile = Pick<CaseAttachment, 'name' | 'mediaType'> & { bytes: Uint8Array }

/**
 * A file attached to a case that the caller has in hand: one row in the audit log, written before the file is given. Opening it is
 * work on the case, so that they keep it for another while.
 * @throws AppError NOT_FOUND, also when it is another organisation's, or was removed; CONFLICT when the case is not in hand, which is a
 * row as well
 */
export async function openAttachment(
  deps: World,
  caller: Caller,
  { caseId, attachmentId }: { caseId: string; attachmentId: string },
): Promise<OpenFile> {
  const { found } = await inHand(deps, caller, caseId, 'OPEN_ATTACHMENT')
  const attachments = await attachmentsFor(deps, found, caller.id)
  const file = attachments.find(({ id }) => id === attachmentId)
  if (!file || file.key === null) throw new AppError('NOT_FOUND', 'There is no such attachment.')
  const { name, mediaType, key } = file
  const bytes = await deps.blobs.get(key)
  const who = reviewerOf(deps, caller)
  await deps.reviewWork.keepsInHand(who, found)
  const entry = { actor: caller.id, at: who.at, action: 'CASE_ATTACHMENT_OPENED' } as const
  await deps.audit.append(caller.tenantId, { ...entry, object: caseId, details: { attachmentId } })
  return { name, mediaType, bytes }
}
