import { AppError } from '../errors'
import type { Tombstone } from '../privacy/tombstone'
import type { Session } from '../sessions/session'
import type { Applicant } from './applicants'
import { appendAudit } from './audit'
import type { Database } from './database'

export function erasureStore(db: Database) {
  return {
    /**
     * From now on the applicant takes no sessions, and its own id at the organisation is forgotten.
     * @throws AppError NOT_FOUND, also when it is another organisation's
     */
    begin: (tenantId: string, applicantId: string, at: Date): Promise<Applicant> =>
      db.asTenant(tenantId, async (tx) => {
        const found = await tx.applicant.findFirst({ where: { id: applicantId, tenantId } })
        if (!found)
          throw new AppError('NOT_FOUND', `There is no applicant ${applicantId}.`, 'applicantId')
        const data = { externalId: null, erasedAt: found.erasedAt ?? at }
        return tx.applicant.update({ where: { id: applicantId }, data })
      }),

    /** Every session of the applicant, oldest first. */
    sessions: (tenantId: string, applicantId: string): Promise<Session[]> =>
      db.asTenant(tenantId, (tx) =>
        tx.kycSession.findMany({ where: { tenantId, applicantId }, orderBy: { id: 'asc' } }),
      ),

    /** Objects of these sessions that wait to be removed. */
    leftovers: async (tenantId: string, sessionIds: string[]): Promise<string[]> => {
      const where = { tenantId, sessionId: { in: sessionIds }, state: 'DELETED' } as const
      const rows = await db.asTenant(tenantId, (tx) =>
        tx.blob.findMany({ where, select: { key: true } }),
      )
      return rows.map(({ key }) => key)
    },

    /** Records the end of an erasure; of two at once the first counts. */
    finish: ({ tenantId, applicantId, ...rest }: Tombstone): Promise<Tombstone> =>
      db.asTenant(tenantId, async (tx) => {
        const data = [{ tenantId, applicantId, ...rest }]
        const { count } = await tx.tombstone.createMany({ data, skipDuplicates: true })
        const { erasedBy: actor, erasedAt: at, sessionIds } = rest
        const details = { sessions: sessionIds.length }
        const entry = {
          actor,
          at,
          action: 'APPLICANT_ERASED',
          object: applicantId,
          details,
        } as const
        if (count === 1) await appendAudit(tx, tenantId, entry)
        return tx.tombstone.findFirstOrThrow({ where: { tenantId, applicantId } })
      }),

    find: (tenantId: string, applicantId: string): Promise<Tombstone | null> =>
      db.asTenant(tenantId, (tx) => tx.tombstone.findFirst({ where: { tenantId, applicantId } })),

    /** Which of these are recorded in the database. */
    async known(ids: string[]): Promise<Set<string>> {
      const query = { where: { id: { in: ids } }, select: { id: true } }
      const rows = await db.asSystem((tx) => tx.tombstone.findMany(query))
      return new Set(rows.map(({ id }) => id))
    },

    /** Erasures that began before `before` and never ended: whoever ran them died. */
    unfinished: (before: Date, limit: number): Promise<Pick<Applicant, 'id' | 'tenantId'>[]> =>
      db.asSystem(
        (tx) => tx.$queryRaw`
        select a.id, a."tenantId" from "Applicant" a where a."erasedAt" < ${before}
          and not exists (select 1 from "Tombstone" t where t."applicantId" = a.id)
        order by a.id limit ${limit}`,
      ),
  }
}
