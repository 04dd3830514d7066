import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useText } from '../text'
import { Button } from './button'

export type PageInfo = {
  hasNextPage: boolean
  hasPreviousPage: boolean
  startCursor?: string | null
  endCursor?: string | null
}

/** Where a list is read: from the start, or from a cursor on, or back from one. */
export type Place = { after: string } | { before: string } | null

/** The arguments of a connection (Relay) for a page of so many. */
export function pageOf(place: Place, size: number) {
  if (place && 'before' in place) return { last: size, before: place.before }
  return { first: size, after: place?.after ?? null }
}

type Props = { info: PageInfo; onMove(place: Place): void }

export function Pager({ info, onMove }: Props) {
  const t = useText()
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = info
  if (!hasNextPage && !hasPreviousPage) return null
  return (
    <nav className="pager" aria-label={t('pages')}>
      <Button
        size="small"
        isDisabled={!hasPreviousPage}
        onPress={() => onMove(startCursor ? { before: startCursor } : null)}
      >
        <ChevronLeft size={16} aria-hidden="true" /> {t('page-before')}
      </Button>
      <Button
        size="small"
        isDisabled={!hasNextPage}
        onPress={() => onMove(endCursor ? { after: endCursor } : null)}
      >
        {t('page-after')} <ChevronRight size={16} aria-hidden="true" />
      </Button>
    </nav>
  )
}
