import type { Label } from '../risk/observation'
import { Prisma } from './generated/client'

type Said = { outcome: string; reasons: string[] }

/**
 * What is known of a session by now: the last label, and of the last case that a reviewer decided what was said, and what somebody
 * said of it blindly.
 */
export type KnownTruth = { label: Label | null; review: Said | null; blind: Said | null }

/** Joins `l.label`, `r.review` and `r.blind` to the session `s` of a query. */
export const KNOWN_TRUTH = Prisma.sql`
  left join lateral (
    select label from "RiskLabel" l where l."sessionId" = s.id order by id desc limit 1) l on true
  left join lateral (
    select (select jsonb_build_object('outcome', v.outcome, 'reasons', v.reasons) from "Review" v
        where v."caseId" = c.id and v.step <> 'BLIND' and v.outcome = c.outcome order by v.id desc limit 1) as review,
      (select jsonb_build_object('outcome', v.outcome, 'reasons', v.reasons) from "Review" v
        where v."caseId" = c.id and v.step = 'BLIND' order by v.id desc limit 1) as blind
    from "ReviewCase" c where c."sessionId" = s.id and c.outcome in ('APPROVE', 'REJECT')
    order by c.epoch desc limit 1) r on true`
