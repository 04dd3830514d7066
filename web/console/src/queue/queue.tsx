import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheckBig } from 'lucide-react'
import { useRef } from 'react'
import { useLocation } from 'wouter'
import { ask } from '../../../shared/ask'
import {
  queueDocument,
  queueUpdatedDocument,
  takeBlindDocument,
  takeNextDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { useKeys } from '../keys'
import { useLive } from '../live'
import { useMember } from '../member'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Page } from '../ui/page'
import { Pager, pageOf } from '../ui/pager'
import { Empty, Failure, waiting } from '../ui/states'
import { CaseTable } from './case-table'
import { type Filters, useFilters } from './filter'
import { FilterBar } from './filter-bar'
import { Views } from './views'
import '../styles/queue.css'

const PAGE_SIZE = 50
/** Changes that come fast are read as one. */
const SETTLE_MS = 400

/** The cases, the most urgent first. It follows every change; where somebody is in it stays where it was. */
export function QueuePage() {
  const t = useText()
  const { can } = useMember()
  const { filters, input, place, show, move } = useFilters()
  const list = useQuery({
    queryKey: ['queue', input, place],
    queryFn: () => ask(queueDocument, { filter: input, ...pageOf(place, PAGE_SIZE) }),
    placeholderData: (before) => before,
  })
  const counts = useQueueNews()
  const page = list.data?.reviewCases
  return (
    <Page title={t('nav.queue')} wide actions={can('CASES_DECIDE') && <Takers />}>
      <Views counts={counts} filters={filters} onShow={show} />
      <FilterBar filters={filters} input={input} onShow={show} />
      {waiting(list, 8)}
      {page && page.nodes.length > 0 && (
        <section className="card" aria-label={t('nav.queue')}>
          <CaseTable cases={page.nodes} />
          <Pager info={page.pageInfo} onMove={move} />
        </section>
      )}
      {page?.nodes.length === 0 && <NothingHere filters={filters} />}
    </Page>
  )
}

function useQueueNews() {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const news = useLive(queueUpdatedDocument, ({ reviewCasesUpdated: { changed } }) => {
    if (changed.length === 0) return
    clearTimeout(timer.current)
    timer.current = setTimeout(
      () => void client.invalidateQueries({ queryKey: ['queue'] }),
      SETTLE_MS,
    )
  })
  return news?.reviewCasesUpdated ?? null
}

function NothingHere({ filters }: { filters: Filters }) {
  const t = useText()
  const isNarrow = Object.keys(filters).length > 0
  return (
    <Empty
      title={t(isNarrow ? 'queue.none' : 'queue.empty')}
      icon={<CircleCheckBig size={28} aria-hidden="true" />}
    >
      {t(isNarrow ? 'queue.none-why' : 'queue.empty-why')}
    </Empty>
  )
}

/** The next case, or one to be judged blindly. */
function Takers() {
  const t = useText()
  const [, go] = useLocation()
  const next = useMutation({
    mutationFn: () => act(takeNextDocument, {}),
    onSuccess: (taken) => taken && go(`/case/${taken.id}`),
  })
  const blind = useMutation({
    mutationFn: () => act(takeBlindDocument, {}),
    onSuccess: (taken) => taken && go(`/case/${taken.id}`),
  })
  useKeys({ n: () => next.mutate() })
  const error = next.error ?? blind.error
  const nothing = (next.isSuccess && next.data === null) || (blind.isSuccess && blind.data === null)
  return (
    <>
      <span role="status" className="hint">
        {nothing && t('queue.nothing-to-take')}
      </span>
      {error && <Failure error={error} />}
      <Button onPress={() => blind.mutate()} busy={blind.isPending}>
        {t('queue.take-blind')}
      </Button>
      <Button look="primary" shortcut="N" onPress={() => next.mutate()} busy={next.isPending}>
        {t('queue.take-next')}
      </Button>
    </>
  )
}
