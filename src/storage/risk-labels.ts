import { AppError } from '../errors'
import type { Signal } from '../risk/measure-signals'
import type { Label } from '../risk/observation'
import type { Session, SessionRef } from '../sessions/session'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { Prisma } from './generated/client'
import { newId } from './ids'
import { KNOWN_TRUTH, type KnownTruth } from './known-truth'

export type StoredLabel = { id: string; sessionId: string; label: Label; at: Date }

/** A session with the signals it had when it was assessed, before any of it was known, and its label, if it has one. */
export type AssessedExample = KnownTruth & {
  sessionId: string
  applicantId: string
  signals: Signal[]
  country: string | null
  documentType: string | null
}

export function riskLabelStore(db: Database) {
  return {
    /** @throws AppError CONFLICT when nothing of risk is on: nothing would come of it */
    create: (
      { tenantId, id: sessionId, applicantId }: Session,
      label: Label,
      { actor, at }: Deed,
    ): Promise<StoredLabel> =>
      db.asTenant(tenantId, async (tx) => {
        const [settings] = await tx.$queryRaw<{ groups: string[] }[]>`
          select groups from "RiskSettings" where "tenantId" = ${tenantId} for share`
        if (!settings || settings.groups.length === 0) throw new AppError('CONFLICT', NOTHING_ON)
        const id = newId('riskLabel')
        const data = { id, tenantId, sessionId, applicantId, label, createdBy: actor, at }
        await tx.riskLabel.create({ data })
        const entry = { actor, at, action: 'LABEL_CREATED', object: sessionId } as const
        await appendAudit(tx, tenantId, { ...entry, details: { label } })
        return { id, sessionId, label, at }
      }),

    ofSession: ({ tenantId, sessionId }: SessionRef): Promise<StoredLabel[]> =>
      db.asTenant(tenantId, async (tx) => {
        const query = { where: { tenantId, sessionId }, orderBy: { id: 'asc' } } as const
        return (await tx.riskLabel.findMany(query)) as StoredLabel[]
      }),

    /** The latest of each of these applicants. */
    ofApplicants: (
      tenantId: string,
      applicantIds: readonly string[],
    ): Promise<{ applicantId: string; label: Label }[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<{ applicantId: string; label: Label }[]>`
        select distinct on ("applicantId") "applicantId", label from "RiskLabel"
        where "tenantId" = ${tenantId} and "applicantId" = any(${[...applicantIds]}::text[])
        order by "applicantId", id desc`,
      ),

    /**
     * The assessed sessions, the oldest first, at most the newest MOST_EXAMPLES; of labels and of assessments the latest counts.
     * Real ones alone, or, as long as there is none, tests: nothing that was made up shapes what decides of people. Whoever only
     * counts labels spares the signals, which are most of it.
     */
    examples: async (
      tenantId: string,
      what: 'WITH_SIGNALS' | 'WITHOUT_SIGNALS' = 'WITH_SIGNALS',
    ): Promise<AssessedExample[]> => {
      const signals = what === 'WITH_SIGNALS' ? Prisma.sql`a.signals` : Prisma.sql`'[]'::jsonb`
      const rows = await db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<AssessedExample[]>`
        select a."sessionId", s."applicantId", ${signals} as signals, l.label, d.country, d."documentType"::text, r.review, r.blind from "RiskAssessment" a
        join "KycSession" s on s.id = a."sessionId"
        left join "Decision" d on d."sessionId" = a."sessionId" and d.epoch = a.epoch and not d."byReviewer"
        ${KNOWN_TRUTH}
        where a."tenantId" = ${tenantId} and a.epoch = (
          select max(epoch) from "RiskAssessment" b where b."sessionId" = a."sessionId")
        and s.mode = (
          select min(o.mode) from "RiskAssessment" b join "KycSession" o on o.id = b."sessionId" where b."tenantId" = ${tenantId})
        order by a.at desc, a."sessionId" desc limit ${MOST_EXAMPLES}`,
      )
      return rows.reverse()
    },
  }
}

const MOST_EXAMPLES = 200_000

const NOTHING_ON = 'Turn on signals of risk first (riskSettingsUpdate): labels are for them alone.'
