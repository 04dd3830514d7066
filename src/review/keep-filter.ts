import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import type { StoredFilter } from '../storage/review-filters'

/** Keeps a filter of the queue for this member. @throws AppError NOT_FOUND when it names somebody who is no member */
export async function keepFilter(
  { reviewFilters, members, now }: Pick<Deps, 'reviewFilters' | 'members' | 'now'>,
  { tenantId, id: memberId }: Caller,
  kept: Omit<StoredFilter, 'id'>,
): Promise<StoredFilter> {
  const { assigneeId } = kept.filter
  if (assigneeId !== undefined) await members.get(tenantId, assigneeId)
  return reviewFilters.save({ tenantId, memberId }, kept, now())
}
