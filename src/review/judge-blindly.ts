import type { Deps } from '../deps'
import { AppError } from '../errors'
import { type Agreement, agreementOf } from '../evaluation/agreement'
import type { Caller } from '../sessions/caller'
import type { ReviewCase } from '../storage/review-cases'
import { assertWhole, opinionOf, type Verdict } from './decide-case'
import { caseOf, reviewerOf, workOn } from './work-case'

type World = Pick<Deps, 'reviewCases' | 'reviewWork' | 'reviewRecords' | 'audit' | 'now'>

/** Gives a decided case that was sampled for a second opinion, to somebody who had no part in it; null when there is none. */
export async function takeBlindCase(
  deps: World,
  caller: Caller,
  country: string | null,
): Promise<ReviewCase | null> {
  const id = await deps.reviewWork.takeNextBlind(reviewerOf(deps, caller), country)
  return id === null ? null : caseOf(deps, caller, id)
}

/** What somebody else makes of it; the decision stays. @throws AppError NOT_FOUND, INVALID, CONFLICT */
export async function judgeBlindly(
  deps: World,
  caller: Caller,
  verdict: Verdict,
): Promise<ReviewCase> {
  const { caseId, note } = verdict
  await workOn(deps, caller, { caseId, deed: 'JUDGE_BLINDLY' }, async ({ found, at, ...who }) => {
    assertWhole(verdict)
    if (!found.awaitsBlind)
      throw new AppError('CONFLICT', 'This case waits for no second opinion.', 'caseId')
    const sealed = note === null ? null : await deps.reviewRecords.sealNote(found, note)
    await deps.reviewWork.repeat({ ...opinionOf(who, verdict), step: 'BLIND', note: sealed }, at)
  })
  return caseOf(deps, caller, caseId)
}

/** Whether this person is to judge the case without knowing what was said of it. */
export function isBlindTo({ awaitsBlind, assigneeId }: ReviewCase, memberId: string): boolean {
  return awaitsBlind && assigneeId === memberId
}

const UNSEEN = 'You are to judge this case without having seen how it ended.'

/** @throws AppError CONFLICT, of one who is yet to judge it blindly */
export function assertMaySeeAll(found: ReviewCase, memberId: string): void {
  if (isBlindTo(found, memberId)) throw new AppError('CONFLICT', UNSEEN, 'caseId')
}

/** For what tells how a session ended. @throws AppError CONFLICT, of one who is yet to judge its case blindly */
export async function assertMaySeeEnd(
  deps: Pick<Deps, 'reviewWork' | 'now'>,
  caller: Caller,
  sessionId: string,
): Promise<void> {
  if (!caller.may.includes('CASES_DECIDE')) return
  const ref = { tenantId: caller.tenantId, sessionId }
  if (await deps.reviewWork.judgesBlindly(reviewerOf(deps, caller), ref))
    throw new AppError('CONFLICT', UNSEEN, 'sessionId')
}

/** How far second opinions of this time agree with the first. */
export async function reviewAgreement(
  { reviewRecords }: World,
  tenantId: string,
  { from, before }: { from: Date; before: Date },
): Promise<Agreement> {
  const pairs = await reviewRecords.pairs(tenantId, from, before)
  return agreementOf(pairs.map(({ first, blind }) => [first, blind] as const))
}
