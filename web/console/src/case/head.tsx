import { ArrowLeft } from 'lucide-react'
import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import type { CaseHeadFragment } from '../../generated/graphql'
import { nameOf } from '../codes'
import { useKeys } from '../keys'
import { AssigneeName, Countdown, StatusBadge } from '../queue/case-table'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { When } from '../ui/time'

type Props = { head: CaseHeadFragment; mode: string | null }

/** What the case is, in one line. */
export function CaseBar({ head, mode }: Props) {
  const t = useText()
  const [, go] = useLocation()
  useKeys({ u: () => go('/queue') })
  const { documentType, country, status, round, priority } = head
  const what = documentType ? nameOf(t, 'document', documentType) : t('case.title')
  const title = country ? `${what} · ${country}` : what
  useEffect(() => {
    document.title = `${title} · Countersign`
  }, [title])
  return (
    <header className="case-bar">
      <Link href="/queue" className="back">
        <ArrowLeft size={18} aria-hidden="true" /> {t('case.back')}
      </Link>
      <h1>{title}</h1>
      <StatusBadge status={status} />
      {priority !== 'NORMAL' && (
        <Badge tone={priority === 'URGENT' ? 'bad' : 'warn'}>{t(`priority.${priority}`)}</Badge>
      )}
      {mode === 'TEST' && <Badge>{t('case.test')}</Badge>}
      {round > 1 && <Badge>{t('case.round', { round })}</Badge>}
      <dl>
        <div>
          <dt>{t('case.opened')}</dt>
          <dd>
            <When at={head.openedAt} />
          </dd>
        </div>
        {status !== 'CLOSED' && (
          <div>
            <dt>{t('case.due')}</dt>
            <dd>
              <Countdown dueAt={head.dueAt} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t('queue.col.assignee')}</dt>
          <dd>
            <AssigneeName id={head.assigneeId ?? null} />
          </dd>
        </div>
      </dl>
    </header>
  )
}
