import type { Session } from '../sessions/session'
import type { Transaction } from './database'
import { addToOutbox } from './outbox'

/**
 * Organisations take turns: the first waiting session of each comes before the second of any, however many one has sent.
 * Authentications have a queue of their own: somebody stands before a till.
 */
export async function askForChecks(
  tx: Transaction,
  { id, tenantId, epoch, purpose }: Session,
): Promise<void> {
  const data = { tenantId, sessionId: id, epoch }
  const jobId = `${id}-verify-${epoch}`
  if (purpose === 'FACE_AUTHENTICATION') return addToOutbox(tx, 'authenticateFace', jobId, data)
  const waiting = { tenantId, purpose, status: 'PROCESSING' } as const
  const place = await tx.kycSession.count({ where: waiting })
  await addToOutbox(tx, 'verifySession', jobId, data, place)
}
