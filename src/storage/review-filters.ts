import { AppError } from '../errors'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'
import type { ReviewCaseFilter } from './review-cases'

export type StoredFilter = { id: string; name: string; filter: ReviewCaseFilter }

type Owner = { tenantId: string; memberId: string }

/** A member's own filters of the queue. */
export function reviewFilterStore(db: Database) {
  return {
    async list({ tenantId, memberId }: Owner): Promise<StoredFilter[]> {
      const query = { where: { tenantId, memberId }, orderBy: { name: 'asc' } } as const
      return (await db.asTenant(tenantId, (tx) => tx.reviewFilter.findMany(query))).map(toFilter)
    },

    /** One of the same name is replaced. */
    save: (
      { tenantId, memberId }: Owner,
      { name, filter }: Omit<StoredFilter, 'id'>,
      at: Date,
    ): Promise<StoredFilter> =>
      db.asTenant(tenantId, async (tx) => {
        const row = { tenantId, memberId, name, filter, createdAt: at }
        const saved = await tx.reviewFilter.upsert({
          where: { memberId_name: { memberId, name } },
          create: { id: newId('reviewFilter'), ...row },
          update: { filter },
        })
        const deed = { actor: memberId, at, action: 'REVIEW_FILTER_SAVED' } as const
        await appendAudit(tx, tenantId, { ...deed, object: saved.id })
        return toFilter(saved)
      }),

    /** @throws AppError NOT_FOUND, also when it is somebody else's */
    remove: (
      { tenantId, memberId }: Owner,
      id: string,
      { actor, at }: Deed,
    ): Promise<StoredFilter> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { id, tenantId, memberId }
        const found = await tx.reviewFilter.findFirst({ where })
        if (!found) throw new AppError('NOT_FOUND', `There is no filter ${id}.`, 'id')
        await tx.reviewFilter.deleteMany({ where })
        const entry = { actor, at, action: 'REVIEW_FILTER_DELETED', object: id } as const
        await appendAudit(tx, tenantId, entry)
        return toFilter(found)
      }),
  }
}

function toFilter({ id, name, filter }: { id: string; name: string; filter: unknown }) {
  return { id, name, filter: filter as ReviewCaseFilter }
}
