import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { ReviewCase } from '../storage/review-cases'

type World = Pick<Deps, 'reviewCases' | 'reviewWork' | 'audit' | 'now'>

/** What a reviewer wants to do with a case. */
type CaseDeed =
  | 'TAKE'
  | 'RELEASE'
  | 'ESCALATE'
  | 'NOTE'
  | 'ATTACH'
  | 'OPEN_ATTACHMENT'
  | 'REVEAL'
  | 'CORRECT_FIELD'
  | 'DECIDE'
  | 'CONFIRM'
  | 'SEND_BACK'
  | 'JUDGE_BLINDLY'

/** Takes a case in hand: nobody else acts on it then. That it is not to be had is a row in the audit log. @throws AppError NOT_FOUND, CONFLICT */
export async function takeCase(deps: World, caller: Caller, caseId: string): Promise<ReviewCase> {
  const found = await caseOf(deps, caller, caseId)
  try {
    await deps.reviewWork.take(reviewerOf(deps, caller), found.id)
  } catch (error) {
    if (isConflict(error)) await noteRefusal(deps, caller, caseId, 'TAKE')
    throw error
  }
  return caseOf(deps, caller, caseId)
}

/** Gives the most urgent case that nobody has in hand, of this country if one is named; null when there is none. */
export async function takeNextCase(
  deps: World,
  caller: Caller,
  country: string | null,
): Promise<ReviewCase | null> {
  const id = await deps.reviewWork.takeNext(reviewerOf(deps, caller), country)
  return id === null ? null : caseOf(deps, caller, id)
}

/** Puts a case back. @throws AppError NOT_FOUND, CONFLICT when it is not in hand */
export async function releaseCase(
  deps: World,
  caller: Caller,
  caseId: string,
): Promise<ReviewCase> {
  await workOn(deps, caller, { caseId, deed: 'RELEASE' }, (held) => deps.reviewWork.release(held))
  return caseOf(deps, caller, caseId)
}

/** Passes a case on to somebody else, before all others. @throws AppError NOT_FOUND, CONFLICT */
export async function escalateCase(
  deps: World,
  caller: Caller,
  caseId: string,
): Promise<ReviewCase> {
  await workOn(deps, caller, { caseId, deed: 'ESCALATE' }, (held) => deps.reviewWork.escalate(held))
  return caseOf(deps, caller, caseId)
}

/** Writes a note, for good. @throws AppError NOT_FOUND, CONFLICT when it is not in hand */
export async function noteOnCase(
  deps: World & Pick<Deps, 'reviewRecords'>,
  caller: Caller,
  { caseId, text }: { caseId: string; text: string },
): Promise<ReviewCase> {
  await workOn(deps, caller, { caseId, deed: 'NOTE' }, async (held) =>
    deps.reviewWork.addNote(held, await deps.reviewRecords.sealNote(held, text)),
  )
  return caseOf(deps, caller, caseId)
}

/** @throws AppError NOT_FOUND, also when it is another organisation's */
export function caseOf(
  { reviewCases, now }: Pick<Deps, 'reviewCases' | 'now'>,
  { tenantId }: Caller,
  caseId: string,
): Promise<ReviewCase> {
  return reviewCases.get({ tenantId, caseId }, now())
}

export function reviewerOf({ now }: Pick<Deps, 'now'>, { tenantId, id: reviewerId }: Caller) {
  return { tenantId, reviewerId, at: now() }
}

/** A case, and who has it in hand. */
type Held = Awaited<ReturnType<typeof inHand>>

/**
 * Does something with a case in hand. The database looks again as it is done: a hold that ran out meanwhile is refused there, and
 * that is a row in the audit log as well.
 * @throws AppError NOT_FOUND, CONFLICT when it is not in hand, and what `act` throws
 */
export async function workOn<T>(
  deps: World,
  caller: Caller,
  { caseId, deed }: { caseId: string; deed: CaseDeed },
  act: (held: Held) => Promise<T>,
): Promise<T> {
  const held = await inHand(deps, caller, caseId, deed)
  try {
    return await act(held)
  } catch (error) {
    if (isConflict(error) && (await caseOf(deps, caller, caseId)).assigneeId !== caller.id)
      await noteRefusal(deps, caller, caseId, deed)
    throw error
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof AppError && error.code === 'CONFLICT'
}

/**
 * The case and who has it in hand, to be shown something of it. A refusal is a row in the audit log, as that of an image is.
 * @throws AppError NOT_FOUND, CONFLICT when it is not in hand
 */
export async function inHand(deps: World, caller: Caller, caseId: string, deed: CaseDeed) {
  const found = await caseOf(deps, caller, caseId)
  if (found.assigneeId !== caller.id) {
    await noteRefusal(deps, caller, caseId, deed)
    throw new AppError('CONFLICT', 'You do not have this case in hand; take it first.', 'caseId')
  }
  const { sessionId, round } = found
  return { ...reviewerOf(deps, caller), caseId, round, sessionId, found }
}

function noteRefusal(
  { audit, now }: Pick<World, 'audit' | 'now'>,
  { tenantId, id: actor }: Caller,
  object: string,
  deed: CaseDeed,
): Promise<unknown> {
  const entry = { actor, at: now(), action: 'REVIEW_CASE_REFUSED', object } as const
  return audit.append(tenantId, { ...entry, details: { deed } })
}
