import type { SessionRef } from '../sessions/session'
import { appendAudit } from './audit'
import { notifyReview } from './changes'
import type { Database } from './database'
import { newId } from './ids'
import type { Keys } from './keys'
import { assertOpenInHand, type InHand } from './review-work'
import { openJson, sealJson } from './sealed-json'

/** What somebody says that a field says. `epoch`: of the reading it corrects. */
export type FieldCorrection = {
  id: string
  epoch: number
  field: string
  value: string
  reason: string
  authorId: string
  at: Date
}

type Said = Pick<FieldCorrection, 'epoch' | 'field' | 'value' | 'reason'>
type OfCase = InHand & { sessionId: string }

/** Corrections beside what was read, which stays; nothing of them changes. */
export function fieldCorrectionStore(db: Database, keys: Keys) {
  return {
    /** Oldest first; none once the session was erased. */
    async ofSession({ tenantId, sessionId }: SessionRef): Promise<FieldCorrection[]> {
      const query = { where: { tenantId, sessionId }, orderBy: { id: 'asc' } } as const
      const rows = await db.asTenant(tenantId, (tx) => tx.fieldCorrection.findMany(query))
      if (rows.length === 0) return []
      const key = await keys.forReading({ tenantId, sessionId })
      return rows.map(({ id, epoch, field, data, authorId, at }) => {
        const purpose = { tenantId, sessionId, object: id, kind: 'FIELD_CORRECTION' } as const
        const said = openJson<Pick<Said, 'value' | 'reason'>>(key, purpose, data)
        return { id, epoch, field, ...said, authorId, at }
      })
    },

    /** @throws AppError CONFLICT when they do not have the case in hand, or it is closed */
    async create(who: OfCase, { epoch, field, value, reason }: Said): Promise<void> {
      const { tenantId, caseId, sessionId, reviewerId, at } = who
      const id = newId('fieldCorrection')
      const key = await keys.forWriting({ tenantId, sessionId })
      const purpose = { tenantId, sessionId, object: id, kind: 'FIELD_CORRECTION' } as const
      const data = sealJson(key, purpose, { value, reason })
      const row = { id, tenantId, caseId, sessionId, epoch, field, data, authorId: reviewerId, at }
      await db.asTenant(tenantId, async (tx) => {
        await assertOpenInHand(tx, who)
        await tx.fieldCorrection.create({ data: row })
        await notifyReview(tx, { tenantId, caseId })
        const entry = { actor: reviewerId, at, action: 'DOCUMENT_FIELD_CORRECTED' } as const
        const details = { field, caseId, correctionId: id }
        await appendAudit(tx, tenantId, { ...entry, object: sessionId, details })
      })
    },
  }
}
