import { AppError } from '../errors'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'

export type Applicant = {
  id: string
  tenantId: string
  externalId: string | null
  createdAt: Date
  /** When the organisation's business with the person ended. */
  relationshipEndedAt: Date | null
  /** When its erasure began. */
  erasedAt: Date | null
}

export function applicantStore(db: Database) {
  return {
    /** @throws AppError CONFLICT when the organisation already has an applicant with this externalId */
    async create(tenantId: string, externalId: string | null, at: Date): Promise<Applicant> {
      const data = { id: newId('applicant'), tenantId, externalId, createdAt: at }
      return db.asTenant(tenantId, async (tx) => {
        if (
          externalId !== null &&
          (await tx.applicant.findFirst({ where: { tenantId, externalId } }))
        )
          throw new AppError(
            'CONFLICT',
            'An applicant with this externalId already exists.',
            'externalId',
          )
        return tx.applicant.create({ data })
      })
    },

    /**
     * From now on the organisation's retention runs.
     * @throws AppError NOT_FOUND, also when it is another organisation's or erased
     */
    async endRelationship(
      tenantId: string,
      id: string,
      endedAt: Date,
      deed: Deed,
    ): Promise<Applicant> {
      return db.asTenant(tenantId, async (tx) => {
        const where = { id, tenantId, erasedAt: null }
        const data = { relationshipEndedAt: endedAt }
        const { count } = await tx.applicant.updateMany({ where, data })
        if (count === 0)
          throw new AppError('NOT_FOUND', `There is no applicant ${id}.`, 'applicantId')
        const details = { endedAt: endedAt.toISOString() }
        const entry = { ...deed, action: 'RELATIONSHIP_ENDED', object: id, details } as const
        await appendAudit(tx, tenantId, entry)
        return tx.applicant.findUniqueOrThrow({ where: { id } })
      })
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<Applicant> {
      const applicant = await db.asTenant(tenantId, (tx) =>
        tx.applicant.findFirst({ where: { id, tenantId } }),
      )
      if (!applicant) throw new AppError('NOT_FOUND', `There is no applicant ${id}.`, 'applicantId')
      return applicant
    },
  }
}
