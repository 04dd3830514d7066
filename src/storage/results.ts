import type { Reason } from '../decision/check-result'
import type { CheckOutcome } from '../decision/decide'
import type { ReadingData } from '../documents/reading'
import type { SessionRef } from '../sessions/session'
import type { Database } from './database'
import type { Keys } from './keys'
import { openJson, type SealedKind } from './sealed-json'
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
  byReviewer: boolean
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
export function resultStore(db: Database, keys: Keys) {
  const opened = <T extends Row>(rows: T[], kind: SealedKind, column: keyof T) =>
    openColumn(keys, rows, kind, column)
  return {
    async checks({ tenantId, sessionId }: SessionRef, epoch: number): Promise<StoredCheck[]> {
      const where = { tenantId, sessionId, epoch }
      const query = { where, orderBy: { id: 'asc' } } as const
      const rows = await db.asTenant(tenantId, (tx) => tx.check.findMany(query))
      return (await opened(rows, 'CHECK_REASONS', 'reasons')) as StoredCheck[]
    },

    async decisions({ tenantId, sessionId }: SessionRef): Promise<StoredDecision[]> {
      const where = { tenantId, sessionId }
      const rows = await db.asTenant(tenantId, (tx) =>
        tx.decision.findMany({ where, orderBy: [{ epoch: 'desc' }, { byReviewer: 'desc' }] }),
      )
      return (await opened(rows, 'DECISION_REASONS', 'reasons')) as StoredDecision[]
    },

    async decision(tenantId: string, id: string): Promise<StoredDecision | null> {
      const where = { tenantId, id }
      const rows = await db.asTenant(tenantId, (tx) => tx.decision.findMany({ where }))
      const [found = null] = await opened(rows, 'DECISION_REASONS', 'reasons')
      return found as StoredDecision | null
    },

    async latestReading({ tenantId, sessionId }: SessionRef): Promise<StoredReading | null> {
      const where = { tenantId, sessionId }
      const query = { where, orderBy: { epoch: 'desc' }, take: 1 } as const
      const rows = await db.asTenant(tenantId, (tx) => tx.documentReading.findMany(query))
      const [found = null] = await opened(rows, 'READING', 'data')
      return found as StoredReading | null
    },
  }
}

type Row = { id: string; tenantId: string; sessionId: string }

/** The rows, all of one session, with one column decrypted. */
async function openColumn<T extends Row>(
  keys: Keys,
  rows: T[],
  kind: SealedKind,
  column: keyof T,
): Promise<unknown[]> {
  const [first] = rows
  if (first === undefined) return []
  const { tenantId, sessionId } = first
  const key = await keys.forReading({ tenantId, sessionId })
  return rows.map((row) => {
    const purpose = { tenantId, sessionId, object: row.id, kind }
    return { ...row, [column]: openJson(key, purpose, row[column] as Uint8Array) }
  })
}
