import type { SessionRef } from '../sessions/session'
import { appendAudit } from './audit'
import type { Database } from './database'

type Due = { tenantId: string; applicantId: string }

/**
 * What is kept too long. The clock of an applicant begins when the organisation says that its business with the person ended,
 * or, where there never was any, with the end of the last session: rejected, expired or cancelled. While a session is
 * approved, open or in review it does not run by itself.
 */
export function retentionStore(db: Database) {
  return {
    /** Sessions that still have images, past their organisation's time for images. */
    imagesDue: (now: Date, limit: number): Promise<SessionRef[]> =>
      db.asSystem(
        (tx) => tx.$queryRaw<SessionRef[]>`
        select s."tenantId", s.id as "sessionId" from "KycSession" s
          join "Applicant" a on a.id = s."applicantId" join "Organization" o on o.id = s."tenantId"
        where o."imageRetentionDays" is not null and s.status <> 'PROCESSING'
          and coalesce(a."relationshipEndedAt", case when s.status in ('REJECTED', 'EXPIRED', 'CANCELLED') then s."touchedAt" end)
            + make_interval(days => o."imageRetentionDays") <= ${now}
          and exists (select 1 from "Blob" b where b."sessionId" = s.id and b.state = 'LIVE')
        order by s.id limit ${limit}`,
      ),

    /** Applicants past their organisation's time for everything. */
    applicantsDue: (now: Date, limit: number): Promise<Due[]> =>
      db.asSystem(
        (tx) => tx.$queryRaw<Due[]>`
        select a."tenantId", a.id as "applicantId" from "Applicant" a join "Organization" o on o.id = a."tenantId"
        where o."retentionDays" is not null and a."erasedAt" is null
          and coalesce(a."relationshipEndedAt",
            (select case when bool_and(s.status in ('REJECTED', 'EXPIRED', 'CANCELLED')) then max(s."touchedAt") end
              from "KycSession" s where s."applicantId" = a.id))
            + make_interval(days => o."retentionDays") <= ${now}
        order by a.id limit ${limit}`,
      ),

    /** Nothing refers to the session's images, and files attached to its cases, any more; whoever removes garbage removes them. */
    dropImages: ({ tenantId, sessionId }: SessionRef, at: Date): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, sessionId }
        const image = { uploadKey: null, imageKey: null }
        await tx.capture.updateMany({ where, data: image })
        await tx.documentReading.updateMany({ where, data: { portraitKey: null } })
        await tx.caseAttachment.updateMany({ where, data: { key: null } })
        await tx.blob.updateMany({ where, data: { state: 'DELETED' } })
        const entry = { actor: 'SYSTEM', at, action: 'IMAGES_REMOVED', object: sessionId } as const
        await appendAudit(tx, tenantId, entry)
      }),
  }
}
