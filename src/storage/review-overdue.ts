import { CASE_OVERDUE_EVENT } from '../webhooks/event-types'
import { type CaseRef, notifyReview } from './changes'
import type { Database } from './database'
import { announceEvent } from './webhook-events'

/** Cases past their time. */
export function reviewOverdueStore(db: Database) {
  return {
    /** Of all organisations, those of which nobody was told yet. */
    due: (now: Date, limit: number): Promise<CaseRef[]> =>
      db.asSystem(
        (tx) => tx.$queryRaw<CaseRef[]>`
        select "tenantId", id as "caseId" from "ReviewCase"
        where waits and "overdueAt" is null and "dueAt" < ${now}
        order by "dueAt" limit ${limit}`,
      ),

    /** Once, however many ask at the same time; and not of a case that was closed meanwhile. */
    tell: ({ tenantId, caseId }: CaseRef, at: Date): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { id: caseId, tenantId, overdueAt: null, waits: true }
        const [late] = await tx.reviewCase.updateManyAndReturn({ where, data: { overdueAt: at } })
        if (!late) return
        const { sessionId, openedAt, dueAt, priority } = late
        const data = { id: caseId, sessionId, openedAt, dueAt, priority }
        await announceEvent(tx, { tenantId, type: CASE_OVERDUE_EVENT, at, data })
        await notifyReview(tx, { tenantId, caseId })
      }),
  }
}
