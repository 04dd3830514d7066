import { randomUUID } from 'node:crypto'
import { AppError } from '../errors'
import type { SessionRef } from '../sessions/session'
import type { Database, Transaction } from './database'

export type BlobRecord = { key: string; kind: string; sha256: string; byteLength: number }

export type LiveBlob = { key: string; sessionId: string; sha256: string }

export type Suspect = { key: string; sessionId: string }

const LIVE_FIELDS = { key: true, sessionId: true, sha256: true } as const

/**
 * Somebody refers to the object from now on.
 * @throws AppError CONFLICT when it was given up on meanwhile: it may be gone
 */
export async function makeLive(tx: Transaction, key: string): Promise<void> {
  const where = { key, state: 'PENDING' } as const
  const { count } = await tx.blob.updateMany({ where, data: { state: 'LIVE' } })
  if (count === 0) throw new AppError('CONFLICT', 'What was written was given up on; start again.')
}

/** The rows that say what blob storage should hold. */
export function blobRecordStore(db: Database) {
  return {
    /** Says that bytes are about to be written. Whoever refers to them turns the row LIVE in the same transaction. */
    async intend(
      { tenantId, sessionId }: SessionRef,
      blob: Omit<BlobRecord, 'key'>,
    ): Promise<string> {
      const key = `${tenantId}/${sessionId}/${randomUUID()}`
      const data = { key, tenantId, sessionId, state: 'PENDING', ...blob } as const
      await db.asTenant(tenantId, (tx) => tx.blob.create({ data }))
      return key
    },

    /**
     * Blobs to remove: no longer referred to, or given up on (PENDING since before `before`). The latter are marked first,
     * so that a writer who wakes up late finds that it may not refer to them any more.
     */
    async garbage(before: Date, limit: number): Promise<{ key: string }[]> {
      const where = { state: 'PENDING', createdAt: { lt: before } } as const
      return db.asSystem(async (tx) => {
        await tx.blob.updateMany({ where, data: { state: 'DELETED' } })
        return tx.blob.findMany({ where: { state: 'DELETED' }, select: { key: true }, take: limit })
      })
    },

    /** Which of these keys have a row, in whatever state. */
    async known(keys: string[]): Promise<Set<string>> {
      const where = { key: { in: keys } }
      const rows = await db.asSystem((tx) => tx.blob.findMany({ where, select: { key: true } }))
      return new Set(rows.map(({ key }) => key))
    },

    /** LIVE rows behind `after`, in the order of their keys: what must be in the store. */
    live: (after: string, limit: number): Promise<LiveBlob[]> =>
      db.asSystem((tx) =>
        tx.blob.findMany({
          where: { state: 'LIVE', key: { gt: after } },
          select: LIVE_FIELDS,
          orderBy: { key: 'asc' },
          take: limit,
        }),
      ),

    /** The row of a key, if it is LIVE. */
    liveRow: (key: string): Promise<LiveBlob | null> =>
      db.asSystem((tx) =>
        tx.blob.findFirst({ where: { key, state: 'LIVE' }, select: LIVE_FIELDS }),
      ),

    /** Keys of LIVE rows that no capture, no reading and no attachment refers to. */
    unreferenced: (): Promise<Suspect[]> =>
      db.asSystem(
        (tx) => tx.$queryRaw<Suspect[]>`
      select b.key, b."sessionId" from "Blob" b where b.state = 'LIVE'
        and not exists (select 1 from "Capture" c where c."uploadKey" = b.key)
        and not exists (select 1 from "Capture" c where c."imageKey" = b.key)
        and not exists (select 1 from "DocumentReading" r where r."portraitKey" = b.key)
        and not exists (select 1 from "CaseAttachment" a where a.key = b.key)
      order by b.key`,
      ),

    /** Keys that a capture, a reading or an attachment refers to and that have no LIVE row. */
    dangling: (): Promise<Suspect[]> =>
      db.asSystem(
        (tx) => tx.$queryRaw<Suspect[]>`
      select r.key, r."sessionId" from (
        select "uploadKey" as key, "sessionId" from "Capture"
        union select "imageKey", "sessionId" from "Capture"
        union select "portraitKey", "sessionId" from "DocumentReading"
        union select key, "sessionId" from "CaseAttachment") r
      where r.key is not null
        and not exists (select 1 from "Blob" b where b.key = r.key and b.state = 'LIVE')
      order by r.key`,
      ),

    async forget(key: string): Promise<void> {
      const where = { key, state: { not: 'LIVE' } } as const
      await db.asSystem((tx) => tx.blob.deleteMany({ where }))
    },
  }
}
