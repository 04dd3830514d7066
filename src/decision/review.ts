import type { ReasonCode } from './reasons'
import { faultOf } from './reasons'

/** Where a case stands. ASSIGNED: open, and somebody has it in hand. */
export const CASE_STATUSES = ['OPEN', 'ASSIGNED', 'ESCALATED', 'AWAITING_SECOND', 'CLOSED'] as const
export type CaseStatus = (typeof CASE_STATUSES)[number]

/** What a reviewer may decide: each is a trigger of the session's table of states as well. */
export const REVIEW_VERDICTS = ['APPROVE', 'REJECT', 'RETAKE'] as const
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number]

/** In the order in which they sort. */
export const CASE_PRIORITIES = ['NORMAL', 'HIGH', 'URGENT'] as const
export type CasePriority = (typeof CASE_PRIORITIES)[number]

/** Which decisions of reviewers a second one has to confirm. */
export const FOUR_EYES = ['NONE', 'REJECTIONS', 'ALL'] as const
export type FourEyes = (typeof FOUR_EYES)[number]

/** Reasons about the document that speak of fraud rather than of a bad photograph. */
const GRAVE: readonly ReasonCode[] = ['TAMPER_SUSPECTED', 'CHIP_NOT_AUTHENTIC', 'SIDES_DIFFER']

/** What may be fraud comes before what is only hard to read. URGENT is for what a reviewer escalates. */
export function priorityOf(reasons: readonly ReasonCode[]): CasePriority {
  const grave = reasons.some(
    (code) => GRAVE.includes(code) || ['FACE', 'LIVENESS', 'RISK'].includes(faultOf(code)),
  )
  return grave ? 'HIGH' : 'NORMAL'
}

/** Whether a second reviewer has to confirm it. To ask for another photograph decides nothing. */
export function needsSecond(rule: FourEyes, verdict: ReviewVerdict): boolean {
  if (verdict === 'RETAKE') return false
  return rule === 'ALL' || (rule === 'REJECTIONS' && verdict === 'REJECT')
}
