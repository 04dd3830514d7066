import { AppError } from '../errors'
import type { Signal } from '../risk/measure-signals'
import type { Label } from '../risk/observation'
import type { Session, SessionRef } from '../sessions/session'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'

export type StoredLabel = { id: string; sessionId: string; label: Label; at: Date }

/** A session with its label and the signals it had when it was assessed, before any of it was known. */
export type LabelledSession = SessionRef & { label: Label; signals: Signal[]; at: Date }

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

    /** Every assessed session that has a label, the oldest first; of labels and of assessments the latest counts. */
    examples: (tenantId: string): Promise<LabelledSession[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<LabelledSession[]>`
        select a."tenantId", a."sessionId", a.signals, a.at, l.label from "RiskAssessment" a
        cross join lateral (
          select label from "RiskLabel" l where l."sessionId" = a."sessionId" order by id desc limit 1) l
        where a."tenantId" = ${tenantId} and a.epoch = (
          select max(epoch) from "RiskAssessment" b where b."sessionId" = a."sessionId")
        order by a.at, a."sessionId"`,
      ),
  }
}

const NOTHING_ON = 'Turn on signals of risk first (riskSettingsUpdate): labels are for them alone.'
