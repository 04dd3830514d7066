import { Siren, TriangleAlert } from 'lucide-react'
import { memo, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import type { CaseRowFragment } from '../../generated/graphql'
import { nameOf } from '../codes'
import { useKeys } from '../keys'
import { useMember } from '../member'
import { usePreferences } from '../preferences'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { relative, useNow } from '../ui/time'
import { useReviewers } from './filter-bar'

const SHOWN_REASONS = 2

/** The rows of a page of the queue. J and K go from row to row; Enter opens, as it does on any link. */
export function CaseTable({ cases }: { cases: readonly CaseRowFragment[] }) {
  const t = useText()
  const [, go] = useLocation()
  const body = useRef<HTMLTableSectionElement>(null)
  const links = () => [...(body.current?.querySelectorAll<HTMLAnchorElement>('a.open') ?? [])]
  const step = (by: number) => {
    const all = links()
    const at = all.indexOf(document.activeElement as HTMLAnchorElement)
    const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)
    all[to]?.focus()
  }
  useKeys({ j: () => step(1), k: () => step(-1) })
  return (
    <div className="scroll">
      <table className="cases">
        <thead>
          <tr>
            <th scope="col">{t('queue.col.reasons')}</th>
            <th scope="col">{t('queue.col.document')}</th>
            <th scope="col">{t('queue.col.status')}</th>
            <th scope="col">{t('queue.col.assignee')}</th>
            <th scope="col">{t('queue.col.age')}</th>
            <th scope="col">{t('queue.col.due')}</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {cases.map((each) => (
            <CaseRow key={each.id} found={each} onOpen={go} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = { found: CaseRowFragment; onOpen(path: string): void }

const CaseRow = memo(function CaseRow({ found, onOpen }: RowProps) {
  const t = useText()
  const { id, reasons, priority, documentType, country, status } = found
  const shown = [...new Set(reasons)]
  const path = `/case/${id}`
  const title = shown
    .slice(0, SHOWN_REASONS)
    .map((code) => nameOf(t, 'reason', code))
    .join(' · ')
  return (
    <tr onClick={() => onOpen(path)} className={priority.toLowerCase()}>
      <td className="why">
        <Link href={path} className="open">
          {priority !== 'NORMAL' && <Urgency priority={priority} />}
          {title || t('queue.no-reason')}
        </Link>
        {shown.length > SHOWN_REASONS && (
          <span className="hint"> +{shown.length - SHOWN_REASONS}</span>
        )}
      </td>
      <td>
        {documentType ? nameOf(t, 'document', documentType) : t('none')}
        {country && <code className="country-code">{country}</code>}
      </td>
      <td>
        {found.outcome ? (
          <Badge tone={OUTCOMES[found.outcome]}>{t(`outcome.${found.outcome}`)}</Badge>
        ) : (
          <StatusBadge status={status} />
        )}
      </td>
      <td>{status === 'CLOSED' ? t('none') : <AssigneeName id={found.assigneeId ?? null} />}</td>
      <td>
        <Age at={found.openedAt} />
      </td>
      <td>{status === 'CLOSED' ? t('none') : <Countdown dueAt={found.dueAt} />}</td>
    </tr>
  )
})

function Urgency({ priority }: { priority: 'HIGH' | 'URGENT' }) {
  const t = useText()
  const Icon = priority === 'URGENT' ? Siren : TriangleAlert
  return (
    <span className={`urgency ${priority.toLowerCase()}`} title={t(`priority.${priority}`)}>
      <Icon size={16} aria-hidden="true" />
      <span className="unseen">{t(`priority.${priority}`)}: </span>
    </span>
  )
}

const TONES = {
  OPEN: 'plain',
  ASSIGNED: 'info',
  ESCALATED: 'bad',
  AWAITING_SECOND: 'warn',
  CLOSED: 'good',
} as const

const OUTCOMES = { APPROVE: 'good', REJECT: 'bad', RETAKE: 'warn', SEND_BACK: 'plain' } as const

export function StatusBadge({ status }: { status: CaseRowFragment['status'] }) {
  const t = useText()
  return <Badge tone={TONES[status]}>{t(`case-status.${status}`)}</Badge>
}

export function AssigneeName({ id }: { id: string | null }) {
  const t = useText()
  const { id: me } = useMember()
  const reviewers = useReviewers()
  if (id === null) return <span className="hint nobody">{t('queue.nobody')}</span>
  if (id === me) return <strong>{t('queue.me')}</strong>
  return <span>{reviewers.find((each) => each.id === id)?.email ?? t('queue.somebody')}</span>
}

function Age({ at }: { at: string }) {
  const { language } = usePreferences()
  return <time dateTime={at}>{relative(at, useNow(), language)}</time>
}

const SOON_MS = 2 * 3_600_000

/** Until when the case has to be decided; past it, since when it is late. */
export function Countdown({ dueAt }: { dueAt: string }) {
  const t = useText()
  const { language } = usePreferences()
  const now = useNow()
  const left = Date.parse(dueAt) - now
  const when = relative(dueAt, now, language)
  if (left < 0) return <Badge tone="bad">{t('queue.late', { when })}</Badge>
  return left < SOON_MS ? <Badge tone="warn">{when}</Badge> : <time dateTime={dueAt}>{when}</time>
}
