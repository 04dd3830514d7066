import type { ReactNode } from 'react'
import type { CaseHeadFragment } from '../../generated/graphql'
import { useKeys } from '../keys'
import { useMember } from '../member'
import { useReviewers } from '../queue/filter-bar'
import { type Translate, useText } from '../text'
import { Button } from '../ui/button'
import { useMoment } from '../ui/time'
import { isFirst, type Work } from './work'

type Props = { head: CaseHeadFragment; blind: boolean; work: Work }

/** Whose turn it is, told plainly: what was just done, who was faster, who has it, what is asked for. */
export function Banner({ head, blind, work }: Props) {
  const t = useText()
  const { can, id: me } = useMember()
  const decides = can('CASES_DECIDE')
  const over = work.said.done !== null || (head.status === 'CLOSED' && !blind)
  useKeys({ j: decides ? () => work.next() : undefined })
  const notice = useNotice({ head, blind, work })
  if (notice === null) return null
  const mayTake = decides && !head.assigneeId && head.status !== 'CLOSED' && !isFirst(head, me)
  return (
    <div className={`notice ${notice.tone}`} role="status">
      <p>{notice.says}</p>
      {mayTake && !over && (
        <Button size="small" onPress={() => void work.take()}>
          {t('case.take')}
        </Button>
      )}
      {decides && over && (
        <Button look="primary" size="small" shortcut="J" onPress={work.next}>
          {t('case.next')}
        </Button>
      )}
    </div>
  )
}

type Notice = { tone: 'good' | 'warn' | 'info' | 'bad'; says: ReactNode }

function useNotice({ head, blind, work }: Props): Notice | null {
  const t = useText()
  const moment = useMoment()
  const { id: me } = useMember()
  const reviewers = useReviewers()
  const { done, refusal } = work.said
  if (done) return { tone: 'good', says: doneText(t, head, done) }
  if (head.status === 'CLOSED' && !blind)
    return { tone: 'info', says: closedText(t, head, refusal) }
  if (refusal) return { tone: 'warn', says: t('case.taken-by-other', { message: refusal.message }) }
  if (head.assigneeId && head.assigneeId !== me) {
    const holder = reviewers.find(({ id }) => id === head.assigneeId)
    const [who, until] = [holder?.email ?? t('queue.somebody'), head.heldUntil ?? head.dueAt]
    return { tone: 'warn', says: t('case.held', { who, until: moment(until) }) }
  }
  return blind ? { tone: 'info', says: t('case.blind') } : secondNotice(t, head, me)
}

/** What was decided, to whoever is to confirm it and to whoever said so. */
function secondNotice(t: Translate, head: CaseHeadFragment, me: string): Notice | null {
  const first = head.reviews.find(({ round, step }) => round === head.round && step === 'FIRST')
  if (head.status !== 'AWAITING_SECOND' || !first) return null
  const key = isFirst(head, me) ? 'case.own-first' : 'case.second'
  return { tone: 'info', says: t(key, { outcome: t(`outcome.${first.outcome}`) }) }
}

function doneText(t: Translate, head: CaseHeadFragment, done: NonNullable<Work['said']['done']>) {
  const kept = done === 'CONFIRM' ? t('decide.confirm') : t(`outcome.${done}`)
  const waits = head.status === 'AWAITING_SECOND' ? ` ${t('decide.needs-second')}` : ''
  return `${t('decide.done', { outcome: kept })}${waits}`
}

function closedText(t: Translate, head: CaseHeadFragment, refusal: unknown): string {
  const says = head.outcome
    ? t('case.closed', { outcome: t(`outcome.${head.outcome}`) })
    : t('case.closed-none')
  return refusal ? `${says} ${t('case.decided-elsewhere')}` : says
}
