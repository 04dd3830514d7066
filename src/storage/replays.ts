import { AppError } from '../errors'
import type { SessionRef } from '../sessions/session'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import { newId } from './ids'
import { addToOutbox } from './outbox'

/** A decision's checks run once more. `differences`: what came out otherwise, as `SCORE FACE_MATCH`; empty: nothing. */
export type Replay = {
  id: string
  tenantId: string
  sessionId: string
  epoch: number
  state: 'PENDING' | 'DONE' | 'FAILED'
  differences: string[]
  createdAt: Date
  doneAt: Date | null
}

export function replayStore(db: Database) {
  return {
    /** Asks a worker for it. */
    ask: ({ tenantId, sessionId }: SessionRef, epoch: number, deed: Deed): Promise<Replay> =>
      db.asTenant(tenantId, async (tx) => {
        const id = newId('replay')
        const by = { createdBy: deed.actor, createdAt: deed.at }
        const data = { id, tenantId, sessionId, epoch, ...by }
        const replay = await tx.sessionReplay.create({ data })
        await addToOutbox(tx, 'replaySession', id, { tenantId, sessionId, replayId: id })
        await noteReplay(tx, { tenantId, sessionId }, deed)
        return replay
      }),

    /** That it is done here and now, by whoever has the database in hand. */
    note: (ref: SessionRef, deed: Deed): Promise<void> =>
      db.asTenant(ref.tenantId, (tx) => noteReplay(tx, ref, deed)),

    /** @throws AppError NOT_FOUND */
    async get(tenantId: string, id: string): Promise<Replay> {
      const where = { id, tenantId }
      const found = await db.asTenant(tenantId, (tx) => tx.sessionReplay.findFirst({ where }))
      if (!found) throw new AppError('NOT_FOUND', `There is no replay ${id}.`)
      return found
    },

    latest: ({ tenantId, sessionId }: SessionRef): Promise<Replay | null> =>
      db.asTenant(tenantId, (tx) =>
        tx.sessionReplay.findFirst({ where: { tenantId, sessionId }, orderBy: { id: 'desc' } }),
      ),

    /** Of two at once the first counts. */
    async finish(
      { id, tenantId }: Replay,
      done: { state: 'DONE' | 'FAILED'; differences: string[]; doneAt: Date },
    ): Promise<void> {
      const where = { id, tenantId, state: 'PENDING' } as const
      await db.asTenant(tenantId, (tx) => tx.sessionReplay.updateMany({ where, data: done }))
    },
  }
}

function noteReplay(tx: Transaction, ref: SessionRef, { actor, at }: Deed): Promise<void> {
  const entry = { actor, at, action: 'SESSION_REPLAYED', object: ref.sessionId } as const
  return appendAudit(tx, ref.tenantId, entry)
}
