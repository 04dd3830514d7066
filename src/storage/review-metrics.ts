import type { Database } from './database'
import { Prisma } from './generated/client'

export type MetricGroup = 'ALL' | 'DAY' | 'COUNTRY' | 'DOCUMENT_TYPE' | 'POLICY_VERSION' | 'MODEL'

/**
 * Of the sessions of one group. `passRate`: the share approved of those approved or rejected. Times in seconds, from the first
 * submission to the final decision. `reviewed`, `reviewLoad`: how many, and which share, a person had to look at. Null where
 * there is nothing to count.
 */
export type GroupMetrics = {
  group: string | null
  sessions: number
  approved: number
  rejected: number
  reviewed: number
  passRate: number | null
  decisionSecP50: number | null
  decisionSecP95: number | null
  reviewLoad: number
}

const { sql } = Prisma

/** What a session is counted under; with MODEL, under each model that was used. */
const KEYS: Record<MetricGroup, Prisma.Sql> = {
  ALL: sql`select null`,
  DAY: sql`select to_char("decidedAt" at time zone 'UTC', 'YYYY-MM-DD')`,
  COUNTRY: sql`select country`,
  DOCUMENT_TYPE: sql`select "documentType"::text`,
  POLICY_VERSION: sql`select "policyVersion"`,
  MODEL: sql`select (model->>'name') || '@' || (model->>'sha256') from jsonb_array_elements(models) model`,
}

export function reviewMetricsStore(db: Database) {
  return {
    /** Sessions whose checks were last decided in this time, the largest group first. Erased ones are not counted. */
    of: (
      tenantId: string,
      { from, before, groupBy }: { from: Date; before: Date; groupBy: MetricGroup },
    ): Promise<GroupMetrics[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<GroupMetrics[]>`
        with decided as (
          select distinct on (d."sessionId") d."sessionId", d."decidedAt", d.country, d."documentType", d."policyVersion", d.models
          from "Decision" d
          where d."tenantId" = ${tenantId} and not d."byReviewer" and d."decidedAt" >= ${from} and d."decidedAt" < ${before}
          order by d."sessionId", d.epoch desc),
        measured as (
          select d.*, s.status,
            extract(epoch from (
              select max(e.at) filter (where e."to" in ('APPROVED', 'REJECTED')) - min(e.at) filter (where e.trigger = 'SUBMIT')
              from "SessionEvent" e where e."sessionId" = d."sessionId")) as took,
            exists (select 1 from "ReviewCase" c where c."sessionId" = d."sessionId") as reviewed
          from decided d join "KycSession" s on s.id = d."sessionId")
        select k.key as "group", count(*)::int as sessions,
          count(*) filter (where status = 'APPROVED')::int as approved,
          count(*) filter (where status = 'REJECTED')::int as rejected,
          count(*) filter (where reviewed)::int as reviewed,
          avg(case status when 'APPROVED' then 1 when 'REJECTED' then 0 end)::float8 as "passRate",
          percentile_cont(0.5) within group (order by took::float8) as "decisionSecP50",
          percentile_cont(0.95) within group (order by took::float8) as "decisionSecP95",
          avg(reviewed::int)::float8 as "reviewLoad"
        from measured cross join lateral (${KEYS[groupBy]}) k(key)
        group by 1 order by 2 desc, 1`,
      ),
  }
}
