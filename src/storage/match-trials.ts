import type { Mode } from '../sessions/session'
import type { Database } from './database'
import { KNOWN_TRUTH, type KnownTruth } from './known-truth'

/** A session in which two faces were compared. `score`: -log10 of the share of strangers that look as alike. */
export type ComparedFaces = KnownTruth & { applicantId: string; score: number }

type Wanted = {
  tenantId: string
  mode: Mode
  /** That compared them, as decisions record them. */
  models: readonly { name: string; sha256: string }[]
}

export function matchTrialStore(db: Database) {
  return {
    /** Of which something is known, the newest `limit`, the oldest first; of each session the last comparison. */
    list: async ({ tenantId, mode, models }: Wanted, limit: number): Promise<ComparedFaces[]> => {
      const rows = await db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<ComparedFaces[]>`
        select s."applicantId", c.score, l.label, r.review, r.blind from "KycSession" s
        join "Decision" d on d."sessionId" = s.id and not d."byReviewer" and d.models @> ${JSON.stringify(models)}::jsonb
        join "Check" c on c."sessionId" = s.id and c.epoch = d.epoch and c.name = 'FACE_MATCH' and c.score is not null
        ${KNOWN_TRUTH}
        where s."tenantId" = ${tenantId} and s.mode::text = ${mode} and (l.label is not null or r.review is not null)
          and not exists (select 1 from "Check" later where later."sessionId" = s.id and later.name = 'FACE_MATCH'
            and later.score is not null and later.epoch > c.epoch)
        order by d."decidedAt" desc, s.id desc limit ${limit}`,
      )
      return rows.reverse()
    },
  }
}
