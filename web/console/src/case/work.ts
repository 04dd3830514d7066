import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { AskError } from '../../../shared/ask'
import {
  type CaseHeadFragment,
  confirmCaseDocument,
  decideCaseDocument,
  escalateCaseDocument,
  judgeBlindlyDocument,
  releaseCaseDocument,
  sendCaseBackDocument,
  takeCaseDocument,
  takeNextDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { useMember } from '../member'
import type { Verdict } from './decide'

/** What the reviewer did here last, and what the server refused. */
type Said = { done: Verdict['outcome'] | 'SEND_BACK' | 'CONFIRM' | null; refusal: AskError | null }

export type Work = ReturnType<typeof useWork>

/** What can be done with the case, and what came of it. */
export function useWork(
  head: CaseHeadFragment,
  blind: boolean,
  onChange: (head: CaseHeadFragment | null) => void,
) {
  const [, go] = useLocation()
  const [said, setSaid] = useState<Said>({ done: null, refusal: null })
  const caseId = head.id
  const attempt = async (step: () => Promise<CaseHeadFragment | null>) => {
    try {
      onChange(await step())
    } catch (refusal) {
      if (refusal instanceof AskError) setSaid({ done: null, refusal })
    }
  }
  const take = () => attempt(() => act(takeCaseDocument, { caseId }))
  useTakeOnOpen(head, take)
  const finish = async (done: Said['done'], step: Promise<CaseHeadFragment | null>) => {
    onChange(await step)
    setSaid({ done, refusal: null })
  }
  return {
    said,
    onChange,
    take,
    decide: ({ note = null, ...verdict }: Verdict) => {
      const input = { caseId, ...verdict, ...(note !== null && { note }) }
      return finish(
        verdict.outcome,
        blind ? act(judgeBlindlyDocument, input) : act(decideCaseDocument, input),
      )
    },
    confirm: () => finish('CONFIRM', act(confirmCaseDocument, { caseId })),
    sendBack: (note: string | null) =>
      finish('SEND_BACK', act(sendCaseBackDocument, { caseId, ...(note !== null && { note }) })),
    escalate: async () => {
      onChange(await act(escalateCaseDocument, { caseId }))
      go('/queue')
    },
    release: () =>
      void attempt(async () => {
        const released = await act(releaseCaseDocument, { caseId })
        go('/queue')
        return released
      }),
    next: () =>
      void attempt(async () => {
        const taken = await act(takeNextDocument, {})
        go(taken ? `/case/${taken.id}` : '/queue')
        return null
      }),
  }
}

/** Opening a case that waits and that nobody has takes it in hand; whoever decided it first leaves it to somebody else. */
function useTakeOnOpen(head: CaseHeadFragment, take: () => Promise<void>): void {
  const { can, id: me } = useMember()
  const tried = useRef(false)
  const waits = head.status !== 'CLOSED' && !head.assigneeId && !isFirst(head, me)
  useEffect(() => {
    if (tried.current || !waits || !can('CASES_DECIDE')) return
    tried.current = true
    void take()
  })
}

/** Whether this person gave the opinion that waits to be confirmed. */
export function isFirst({ status, reviews, round }: CaseHeadFragment, me: string): boolean {
  if (status !== 'AWAITING_SECOND') return false
  return reviews.some((each) => each.round === round && each.reviewerId === me)
}
