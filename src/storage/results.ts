import type { Reason } from '../decision/check-result'
import type { CheckOutcome } from '../decision/decide'
import type { ReadingData } from '../documents/reading'
import type { SessionRef } from '../sessions/session'
import type { Database } from './database'
import type { Verification } from './session-change'

export type StoredCheck = {
  id: string
  tenantId: string
  sessionId: string
  epoch: number
  name: string
  outcome: CheckOutcome
  score: number | null
  reasons: Reason[]
  durationMs: number
}

export type StoredDecision = Omit<Verification, 'checks' | 'reading'> & {
  id: string
  tenantId: string
  sessionId: string
  epoch: number
  decidedBy: string
  decidedAt: Date
}

export type StoredReading = {
  id: string
  captureId: string
  epoch: number
  data: ReadingData
  portraitKey: string | null
}

/** Reads what verifications stored; it is written by `sessions.apply`. Newest first. */
export function resultStore(db: Database) {
  return {
    checks: async ({ tenantId, sessionId }: SessionRef, epoch: number) =>
      (await db.check.findMany({
        where: { tenantId, sessionId, epoch },
        orderBy: { id: 'asc' },
      })) as unknown as StoredCheck[],

    decisions: async ({ tenantId, sessionId }: SessionRef) =>
      (await db.decision.findMany({
        where: { tenantId, sessionId },
        orderBy: { epoch: 'desc' },
      })) as unknown as StoredDecision[],

    decision: async (tenantId: string, id: string) =>
      (await db.decision.findFirst({
        where: { tenantId, id },
      })) as unknown as StoredDecision | null,

    latestReading: async ({ tenantId, sessionId }: SessionRef) =>
      (await db.documentReading.findFirst({
        where: { tenantId, sessionId },
        orderBy: { epoch: 'desc' },
      })) as unknown as StoredReading | null,
  }
}
