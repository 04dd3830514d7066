import type { Signal } from '../risk/measure-signals'
import type { Mode } from '../sessions/session'
import type { Database } from './database'

/** What was measured of a session the last time. */
export type PastAssessment = { sessionId: string; applicantId: string; at: Date; signals: Signal[] }

/** Assessments made from `from` on and before `before`, older than `olderThan`; `mode`: null, of tests and of what is real. */
export type AssessmentRange = {
  from: Date
  before: Date
  mode: Mode | null
  olderThan: Pick<PastAssessment, 'at' | 'sessionId'> | null
  limit: number
}

export function riskAssessmentStore(db: Database) {
  return {
    /** Newest first, the last of each session. */
    list: (
      tenantId: string,
      { from, before, mode, olderThan, limit }: AssessmentRange,
    ): Promise<PastAssessment[]> => {
      const { at, sessionId } = olderThan ?? { at: before, sessionId: '~' }
      return db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<PastAssessment[]>`
        select a."sessionId", s."applicantId", a.at, a.signals from "RiskAssessment" a
        join "KycSession" s on s.id = a."sessionId"
        where a."tenantId" = ${tenantId} and (${mode}::text is null or s.mode::text = ${mode}) and a.at >= ${from} and a.at < ${before}
          and (a.at, a."sessionId") < (${at}, ${sessionId})
          and not exists (select 1 from "RiskAssessment" later
            where later."sessionId" = a."sessionId" and later.epoch > a.epoch)
        order by a.at desc, a."sessionId" desc limit ${limit}`,
      )
    },

    /** When the first session that is still kept was assessed. */
    firstAt: (tenantId: string, mode: Mode): Promise<Date | null> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, session: { mode } }
        const { _min } = await tx.riskAssessment.aggregate({ where, _min: { at: true } })
        return _min.at
      }),
  }
}
