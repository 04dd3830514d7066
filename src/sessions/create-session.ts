import type { Deps } from '../deps'
import type { DocumentType } from '../documents/document-type'
import { AppError } from '../errors'
import type { Caller } from './caller'
import type { Session } from './session'

type NewSession = {
  applicantId: string
  documentType: DocumentType | null
  livenessRequired: boolean
  expiresAt: Date | null
}

const MIN_TTL_MS = 60_000
const MAX_TTL_MS = 30 * 24 * 3_600_000

/**
 * Opens a session for an applicant: now it is the applicant's turn to send captures.
 * @throws AppError NOT_FOUND for an unknown applicant, INVALID for an expiry outside one minute to 30 days
 */
export async function createSession(
  deps: Deps,
  caller: Caller,
  { applicantId, documentType, livenessRequired, expiresAt }: NewSession,
): Promise<Session> {
  const { tenantId, mode, id: actor } = caller
  await deps.applicants.get(tenantId, applicantId)
  const at = deps.now()
  const expiry = expiresAt ?? new Date(at.getTime() + deps.settings.sessionTtlMs)
  const ttlMs = expiry.getTime() - at.getTime()
  if (ttlMs < MIN_TTL_MS || ttlMs > MAX_TTL_MS)
    throw new AppError(
      'INVALID',
      'expiresAt must be between one minute and 30 days from now.',
      'expiresAt',
    )
  return deps.sessions.create({
    tenantId,
    applicantId,
    mode,
    documentType,
    livenessRequired,
    actor,
    at,
    expiresAt: expiry,
  })
}
