import type { Signal } from '../risk/measure-signals'
import type { Database } from './database'

/** What was measured of a session the last time. */
export type PastAssessment = { sessionId: string; at: Date; signals: Signal[] }

/** Assessments made from `from` on and before `before`, older than `olderThan`. */
export type AssessmentRange = {
  from: Date
  before: Date
  olderThan: Pick<PastAssessment, 'at' | 'sessionId'> | null
  limit: number
}

export function riskAssessmentStore(db: Database) {
  return {
    /** Newest first, the last of each session. */
    list: (
      tenantId: string,
      { from, before, olderThan, limit }: AssessmentRange,
    ): Promise<PastAssessment[]> => {
      const { at, sessionId } = olderThan ?? { at: before, sessionId: '~' }
      return db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<PastAssessment[]>`
        select a."sessionId", a.at, a.signals from "RiskAssessment" a
        where a."tenantId" = ${tenantId} and a.at >= ${from} and a.at < ${before}
          and (a.at, a."sessionId") < (${at}, ${sessionId})
          and not exists (select 1 from "RiskAssessment" later
            where later."sessionId" = a."sessionId" and later.epoch > a.epoch)
        order by a.at desc, a."sessionId" desc limit ${limit}`,
      )
    },

    /** When the first session that is still kept was assessed. */
    firstAt: (tenantId: string): Promise<Date | null> =>
      db.asTenant(tenantId, async (tx) => {
        const { _min } = await tx.riskAssessment.aggregate({
          where: { tenantId },
          _min: { at: true },
        })
        return _min.at
      }),
  }
}
