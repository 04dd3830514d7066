import { AppError } from '../errors'
import type { Database } from './database'
import { newId } from './ids'

export type Applicant = { id: string; tenantId: string; externalId: string | null; createdAt: Date }

export function applicantStore(db: Database) {
  return {
    /** @throws AppError CONFLICT when the organisation already has an applicant with this externalId */
    async create(tenantId: string, externalId: string | null, at: Date): Promise<Applicant> {
      if (
        externalId !== null &&
        (await db.applicant.findFirst({ where: { tenantId, externalId } }))
      )
        throw new AppError(
          'CONFLICT',
          'An applicant with this externalId already exists.',
          'externalId',
        )
      return db.applicant.create({
        data: { id: newId('applicant'), tenantId, externalId, createdAt: at },
      })
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<Applicant> {
      const applicant = await db.applicant.findFirst({ where: { id, tenantId } })
      if (!applicant) throw new AppError('NOT_FOUND', `There is no applicant ${id}.`, 'applicantId')
      return applicant
    },
  }
}
