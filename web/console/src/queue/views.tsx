import type { QueueUpdatedSubscription } from '../../generated/graphql'
import { useMember } from '../member'
import { type Key, useText } from '../text'
import { useShown } from '../ui/shown'
import type { Filters } from './filter'

type Counts = QueueUpdatedSubscription['reviewCasesUpdated'] | null

type View = { label: Key; filters: Filters; count?: (counts: NonNullable<Counts>) => number }

const VIEWS: View[] = [
  {
    label: 'queue.view.waiting',
    filters: {},
    count: ({ open, assigned, escalated, awaitingSecond }) =>
      open + assigned + escalated + awaitingSecond,
  },
  { label: 'queue.view.open', filters: { status: 'OPEN' }, count: ({ open }) => open },
  {
    label: 'queue.view.second',
    filters: { status: 'AWAITING_SECOND' },
    count: ({ awaitingSecond }) => awaitingSecond,
  },
  {
    label: 'queue.view.escalated',
    filters: { status: 'ESCALATED' },
    count: ({ escalated }) => escalated,
  },
  { label: 'queue.view.overdue', filters: { overdue: 'yes' }, count: ({ overdue }) => overdue },
  { label: 'queue.view.mine', filters: { assignee: 'me' } },
  { label: 'queue.view.closed', filters: { status: 'CLOSED' } },
]

const same = (a: Filters, b: Filters) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())

type Props = { counts: Counts; filters: Filters; onShow(filters: Filters): void }

/** The views of the queue that everybody has, with how many wait in each, told as it changes. */
export function Views({ counts, filters, onShow }: Props) {
  const t = useText()
  const { can } = useMember()
  const row = useShown(JSON.stringify(filters))
  const views = VIEWS.filter((view) => view.filters.assignee !== 'me' || can('CASES_DECIDE'))
  return (
    <nav ref={row} className="views" aria-label={t('queue.views')}>
      {views.map((view) => (
        <button
          key={view.label}
          type="button"
          aria-pressed={same(view.filters, filters)}
          onClick={() => onShow(view.filters)}
        >
          {t(view.label)}
          {counts && view.count && <span className="count">{view.count(counts)}</span>}
        </button>
      ))}
    </nav>
  )
}
