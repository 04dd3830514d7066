import type { SessionRef } from '../sessions/session'
import type { Transaction } from './database'
import { deleteLinks } from './risk-records'
import { eraseAnswers } from './webhook-events'

/**
 * Deletes all that is kept about a person in a session: first of all the key, without which what is still in backups of
 * images and findings cannot be read. Its objects are left to whoever removes garbage. What stays are ids, times, statuses
 * and codes: the session, its history, its webhook events.
 */
export async function eraseSession(
  tx: Transaction,
  { tenantId, sessionId }: SessionRef,
): Promise<void> {
  const where = { tenantId, sessionId }
  await tx.sessionKey.deleteMany({ where })
  await tx.documentReading.deleteMany({ where })
  await tx.check.deleteMany({ where })
  await tx.decision.deleteMany({ where })
  await tx.faceAuthentication.deleteMany({ where })
  await tx.faceEnrolment.deleteMany({ where })
  await tx.riskFace.deleteMany({ where })
  await deleteLinks(tx, { tenantId, sessionId })
  await tx.riskAssessment.deleteMany({ where })
  await tx.riskDetails.deleteMany({ where })
  await tx.riskLabel.deleteMany({ where })
  await tx.reviewNote.deleteMany({ where })
  await tx.fieldCorrection.deleteMany({ where })
  await tx.caseAttachment.deleteMany({ where })
  await tx.deviceKey.deleteMany({ where })
  await tx.captureLink.deleteMany({ where })
  await tx.sessionNonce.deleteMany({ where })
  await tx.captureManifest.deleteMany({ where })
  await tx.capture.deleteMany({ where })
  await tx.livenessChallenge.deleteMany({ where })
  await eraseAnswers(tx, { tenantId, sessionId })
  await tx.blob.updateMany({ where, data: { state: 'DELETED' } })
}
