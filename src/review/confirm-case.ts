import type { ReviewVerdict } from '../decision/review'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { ReviewCase } from '../storage/review-cases'
import type { StoredReview } from '../storage/review-records'
import { conclude, type World } from './decide-case'
import { caseOf, workOn } from './work-case'

/**
 * The second of two opinions: what the first reviewer decided holds.
 * @throws AppError NOT_FOUND, CONFLICT when the case is not in hand or waits for no second opinion
 */
export async function confirmCase(
  deps: World,
  caller: Caller,
  caseId: string,
): Promise<ReviewCase> {
  await workOn(deps, caller, { caseId, deed: 'CONFIRM' }, async ({ found, round, reviewerId }) => {
    const { outcome, reasons } = await firstOpinion(deps, found)
    const who = { tenantId: caller.tenantId, caseId, round, reviewerId }
    await conclude(deps, found, { ...who, step: 'SECOND', outcome, reasons, captureKind: null })
  })
  return caseOf(deps, caller, caseId)
}

/** The second reviewer does not agree: the case is judged anew. @throws as confirmCase */
export async function sendCaseBack(
  deps: World,
  caller: Caller,
  { caseId, note }: { caseId: string; note: string | null },
): Promise<ReviewCase> {
  await workOn(deps, caller, { caseId, deed: 'SEND_BACK' }, async (held) => {
    const { found, at, round, reviewerId } = held
    await firstOpinion(deps, found)
    const sealed = note === null ? null : await deps.reviewRecords.sealNote(found, note)
    const who = { tenantId: caller.tenantId, caseId, round, reviewerId }
    const said = { step: 'SECOND', outcome: 'SEND_BACK', captureKind: null } as const
    await deps.reviewWork.sendBack({ ...who, ...said, reasons: [], note: sealed }, at)
  })
  return caseOf(deps, caller, caseId)
}

type First = StoredReview & { outcome: ReviewVerdict }

/** @throws AppError CONFLICT when the case waits for no second opinion */
async function firstOpinion(
  { reviewRecords }: Pick<World, 'reviewRecords'>,
  { tenantId, id: caseId, round, status }: ReviewCase,
): Promise<First> {
  const reviews = await reviewRecords.reviews({ tenantId, caseId })
  const isFirst = (each: StoredReview): each is First =>
    each.round === round && each.step === 'FIRST' && each.outcome !== 'SEND_BACK'
  const first = reviews.find(isFirst)
  if (status !== 'AWAITING_SECOND' || !first)
    throw new AppError('CONFLICT', 'Nothing waits to be confirmed here.', 'caseId')
  return first
}
