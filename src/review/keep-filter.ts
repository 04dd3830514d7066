import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import type { StoredFilter } from '../storage/review-filters'

/**
 * Keeps a filter of the queue for this member.
 * @throws AppError NOT_FOUND when it names somebody who is no member, or a session that is not there
 */
export async function keepFilter(
  {
    reviewFilters,
    members,
    sessions,
    now,
  }: Pick<Deps, 'reviewFilters' | 'members' | 'sessions' | 'now'>,
  { tenantId, id: memberId }: Caller,
  kept: Omit<StoredFilter, 'id'>,
): Promise<StoredFilter> {
  const { assigneeId, sessionId: of = [] } = kept.filter
  if (assigneeId !== undefined) await members.get(tenantId, assigneeId)
  for (const sessionId of of) await sessions.get({ tenantId, sessionId })
  return reviewFilters.save({ tenantId, memberId }, kept, now())
}
