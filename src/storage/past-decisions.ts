import type { DecisionFacts } from '../decision/facts'
import type { Origin } from '../documents/origin'
import type { Signal } from '../risk/measure-signals'
import type { Mode } from '../sessions/session'
import type { Database } from './database'
import type { Verification } from './session-change'

/** What the checks decided last of a session. `facts`: null in decisions of before they were kept. */
export type PastDecision = Origin & {
  id: string
  sessionId: string
  outcome: Verification['outcome']
  facts: DecisionFacts | null
  /** What RISK rested on and the model that scored it; null where nothing of risk was on, or it was turned off since. */
  signals: Signal[] | null
  riskModel: string | null
}

/** Decisions of one mode, made by just these models, as decisions record them. */
type MadeBy = { tenantId: string; mode: Mode; models: readonly { name: string; sha256: string }[] }

/** Decisions made from `from` on and before `before`, older than the one of id `olderThan`. */
export type PastRange = { from: Date; before: Date; olderThan: string | null; limit: number }

/** What a session scored, and whose it is. */
export type PastScores = Pick<PastDecision, 'outcome'> & {
  applicantId: string
  facts: DecisionFacts
}

/** Decisions as a policy is tried on them: in the clear, so that no session's key is needed. */
export function pastDecisionStore(db: Database) {
  return {
    /** Newest first. */
    list: (
      tenantId: string,
      { from, before, olderThan, limit }: PastRange,
    ): Promise<PastDecision[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<PastDecision[]>`
        select d.id, d."sessionId", d.outcome::text, d.country, d."documentType"::text, d.facts,
          a.signals, a.model as "riskModel" from "Decision" d
        left join "RiskAssessment" a on a."sessionId" = d."sessionId" and a.epoch = d.epoch
        where d."tenantId" = ${tenantId} and not d."byReviewer" and d."decidedAt" >= ${from} and d."decidedAt" < ${before}
          and d.id < ${olderThan ?? '~'}
          and not exists (select 1 from "Decision" later
            where later."sessionId" = d."sessionId" and not later."byReviewer" and later.epoch > d.epoch)
        order by d.id desc limit ${limit}`,
      ),

    /** The last decision of each session of the time, made by just these models, the newest `limit` of them. */
    scores: (
      { tenantId, mode, models }: MadeBy,
      { from, before }: { from: Date; before: Date },
      limit: number,
    ): Promise<PastScores[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<PastScores[]>`
        select d.outcome::text, d.facts, s."applicantId" from "Decision" d
        join "KycSession" s on s.id = d."sessionId" and s.mode::text = ${mode}
        where d."tenantId" = ${tenantId} and not d."byReviewer" and d.facts is not null
          and d."decidedAt" >= ${from} and d."decidedAt" < ${before} and d.models = ${JSON.stringify(models)}::jsonb
          and not exists (select 1 from "Decision" later
            where later."sessionId" = d."sessionId" and not later."byReviewer" and later.epoch > d.epoch)
        order by d."decidedAt" desc, d.id desc limit ${limit}`,
      ),

    /** When just these models first decided a session that is kept. */
    firstAt: async ({ tenantId, mode, models }: MadeBy): Promise<Date | null> => {
      const [first] = await db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<{ at: Date }[]>`
        select d."decidedAt" as at from "Decision" d
        join "KycSession" s on s.id = d."sessionId" and s.mode::text = ${mode}
        where d."tenantId" = ${tenantId} and not d."byReviewer" and d.facts is not null
          and d.models = ${JSON.stringify(models)}::jsonb
        order by d."decidedAt" limit 1`,
      )
      return first?.at ?? null
    },
  }
}
