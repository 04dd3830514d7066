import { AppError } from '../errors'
import type { Capture } from '../sessions/session'
import { toCapture } from './captures'
import { notifySession } from './changes'
import type { Database } from './database'
import { holdsAwaiting } from './hold-session'
import { addToOutbox } from './outbox'

/** Sealed captures on their way to the worker that opens them. */
export function openingStore(db: Database) {
  return {
    /**
     * Asks a worker to open the capture, which is OPENING from now on.
     * @throws AppError CONFLICT when the session takes no captures any more, or the capture is not as it was seen
     */
    async ask({ id, tenantId, sessionId, status, openings }: Capture, at: Date): Promise<Capture> {
      return db.asTenant(tenantId, async (tx) => {
        const open = await holdsAwaiting(tx, sessionId)
        const { count } = await tx.capture.updateMany({
          where: { id, tenantId, status, openings },
          data: { status: 'OPENING', openingAt: at, openings: openings + 1 },
        })
        if (!open || count === 0)
          throw new AppError('CONFLICT', 'This capture has changed meanwhile; read it again.')
        const capture = toCapture(await tx.capture.findUniqueOrThrow({ where: { id } }))
        const data = { tenantId, sessionId, captureId: id }
        await addToOutbox(tx, 'openCapture', jobIdOf(capture), data)
        await notifySession(tx, { tenantId, sessionId })
        return capture
      })
    },

    /** Captures that a worker was asked to open before `before` and that are not open yet, with the job that asked. */
    async stuck(before: Date, limit: number): Promise<{ capture: Capture; jobId: string }[]> {
      const where = { status: 'OPENING', openingAt: { lt: before } } as const
      const rows = await db.asSystem((tx) => tx.capture.findMany({ where, take: limit }))
      return rows.map((row) => ({ capture: toCapture(row), jobId: jobIdOf(row) }))
    },
  }
}

/** Another id for each time it is asked for: a queue takes none twice. */
function jobIdOf({ id, openings }: Pick<Capture, 'id' | 'openings'>): string {
  return `${id}-open-${openings}`
}
