import { openDatabase } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import type { TestApp } from './app'

type Said = { outcome: 'APPROVE' | 'REJECT' | 'RETAKE'; reasons: string[] }
export type Reviewed = { sessionId: string; review: Said; blind?: Said }

/** What reviewers said of sessions, written straight into the tables: a case of each, decided by one and judged blindly by another. */
export async function reviewed(
  { config, tenantId }: TestApp,
  [reviewerId, blindId]: readonly [string, string],
  cases: readonly Reviewed[],
): Promise<void> {
  const db = openDatabase(config.DATABASE_URL, 1)
  const at = new Date()
  const rows = cases.map((each) => ({ ...each, caseId: newId('reviewCase') }))
  await db.reviewCase.createMany({
    data: rows.map(({ caseId: id, sessionId, review: { outcome } }) => ({
      ...{ id, tenantId, sessionId, epoch: 1, stage: 'CLOSED' as const, waits: false, reasons: [] },
      ...{ priority: 'NORMAL' as const, openedAt: at, dueAt: at, closedAt: at, outcome },
    })),
  })
  await db.review.createMany({
    data: rows.flatMap(({ caseId, review, blind }) => {
      const of = { tenantId, caseId, round: 1, at }
      const first = { id: newId('review'), ...of, step: 'FIRST' as const, reviewerId, ...review }
      if (!blind) return [first]
      return [
        first,
        { id: newId('review'), ...of, step: 'BLIND' as const, reviewerId: blindId, ...blind },
      ]
    }),
  })
  await db.$disconnect()
}
