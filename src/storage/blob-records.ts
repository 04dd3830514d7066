import { randomUUID } from 'node:crypto'
import type { SessionRef } from '../sessions/session'
import type { Database } from './database'

export type BlobRecord = { key: string; kind: string; sha256: string; byteLength: number }

/** The rows that say what blob storage should hold. */
export function blobRecordStore(db: Database) {
  return {
    /** Says that bytes are about to be written. Whoever refers to them turns the row LIVE in the same transaction. */
    async intend(
      { tenantId, sessionId }: SessionRef,
      blob: Omit<BlobRecord, 'key'>,
    ): Promise<string> {
      const key = `${tenantId}/${sessionId}/${randomUUID()}`
      await db.blob.create({ data: { key, tenantId, sessionId, state: 'PENDING', ...blob } })
      return key
    },

    /** Blobs to remove: given up on (PENDING since before `before`) or no longer referred to. */
    garbage: (before: Date, limit: number): Promise<{ key: string }[]> =>
      db.blob.findMany({
        where: { OR: [{ state: 'PENDING', createdAt: { lt: before } }, { state: 'DELETED' }] },
        select: { key: true },
        take: limit,
      }),

    async forget(key: string): Promise<void> {
      await db.blob.deleteMany({ where: { key, state: { not: 'LIVE' } } })
    },
  }
}
