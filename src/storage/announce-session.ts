import type { Session } from '../sessions/session'
import { typeOfChange } from '../webhooks/event-types'
import type { Transaction } from './database'
import { announceEvent } from './webhook-events'

/** One webhook event per change of status that is told. The payload is thin: ids and status, never a person's data. */
export async function announceSession(tx: Transaction, session: Session, at: Date): Promise<void> {
  const { id: sessionId, tenantId, sequence, applicantId, status, mode, purpose } = session
  const type = typeOfChange(purpose, status)
  if (type === null) return
  const of = { sessionId, sequence }
  const about = purpose === 'VERIFICATION' ? { id: sessionId } : await authenticationOf(tx, session)
  const data = { ...about, applicantId, status, mode, sequence }
  await announceEvent(tx, { tenantId, type, at, data, of })
}

async function authenticationOf(tx: Transaction, { tenantId, id: sessionId }: Session) {
  const found = await tx.faceAuthentication.findFirst({ where: { tenantId, sessionId } })
  return { id: found?.id ?? null, sessionId }
}
