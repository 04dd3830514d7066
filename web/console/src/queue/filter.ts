import { useMemo } from 'react'
import { useSearchParams } from 'wouter'
import type { ReviewCaseFilterInput } from '../../generated/graphql'
import { useMember } from '../member'
import type { Place } from '../ui/pager'

/** What the address says of the queue: each filter under its name, and from where on it is read. */
export const FILTERS = [
  'status',
  'reason',
  'documentType',
  'country',
  'assignee',
  'hours',
  'overdue',
] as const

export type Filters = Partial<Record<(typeof FILTERS)[number], string>>

const WAITING = ['OPEN', 'ASSIGNED', 'ESCALATED', 'AWAITING_SECOND']

/** The filter as the API takes it. What is closed is shown only to whoever asks for it. */
function inputOf(filters: Filters, me: string): ReviewCaseFilterInput {
  const { status, reason, documentType, country, assignee, hours, overdue } = filters
  return {
    status: status ? status.split(',') : WAITING,
    ...(reason && { reason }),
    ...(documentType && { documentType }),
    ...(country && { country: country.toUpperCase() }),
    ...(assignee && { assigneeId: assignee === 'me' ? me : assignee }),
    ...(hours && { waitingHours: Number(hours) }),
    ...(overdue && { overdue: true }),
  } as ReviewCaseFilterInput
}

/** A saved filter as the address has it. */
export function filtersOf(saved: ReviewCaseFilterInput): Filters {
  const { status, reason, documentType, country, assigneeId, waitingHours, overdue } = saved
  const all = {
    status: status?.join(',') === WAITING.join(',') ? null : status?.join(','),
    ...{ reason, documentType, country, assignee: assigneeId },
    hours: waitingHours?.toString(),
    overdue: overdue ? 'yes' : null,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value))
}

/** The address is the state: a filter can be kept as a bookmark, sent to somebody, and gone back from. */
export function useFilters() {
  const { id: me } = useMember()
  const [params, setParams] = useSearchParams()
  const filters: Filters = useMemo(
    () =>
      Object.fromEntries(
        FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : [])),
      ),
    [params],
  )
  const [after, before] = [params.get('after'), params.get('before')]
  const place: Place = after ? { after } : before ? { before } : null
  return {
    filters,
    place,
    input: useMemo(() => inputOf(filters, me), [filters, me]),
    show: (next: Filters) => setParams(new URLSearchParams(next as Record<string, string>)),
    move: (to: Place) =>
      setParams(new URLSearchParams({ ...filters, ...to } as Record<string, string>)),
  }
}
