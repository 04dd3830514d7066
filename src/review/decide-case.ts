import type { Reason } from '../decision/check-result'
import type { ReasonCode } from '../decision/reasons'
import { needsSecond, type ReviewVerdict } from '../decision/review'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { attestDecision } from '../sessions/attest-decision'
import type { Caller } from '../sessions/caller'
import type { CaptureKind, Session } from '../sessions/session'
import type { StoredDecision } from '../storage/results'
import type { ClosingReview, Opinion } from '../storage/review-case-changes'
import type { ReviewCase } from '../storage/review-cases'
import { caseOf, workOn } from './work-case'

export type World = Pick<
  Deps,
  | 'reviewCases'
  | 'reviewWork'
  | 'reviewRecords'
  | 'organizations'
  | 'audit'
  | 'sessions'
  | 'results'
  | 'signer'
  | 'settings'
  | 'policy'
  | 'deviceKeys'
  | 'random'
  | 'now'
>

/** What a reviewer says. `captureKind`: what is to be photographed again. */
export type Verdict = {
  caseId: string
  outcome: ReviewVerdict
  reasonCodes: ReasonCode[]
  captureKind: CaptureKind | null
  note: string | null
}

/**
 * Decides a case, or, where the organisation wants four eyes, proposes to a second reviewer.
 * @throws AppError NOT_FOUND, INVALID, CONFLICT when the case is not in hand or waits for the second of two opinions
 */
export async function decideCase(
  deps: World,
  caller: Caller,
  verdict: Verdict,
): Promise<ReviewCase> {
  const { caseId, note } = verdict
  await workOn(deps, caller, { caseId, deed: 'DECIDE' }, async ({ found, at, ...who }) => {
    assertWhole(verdict)
    if (found.status === 'AWAITING_SECOND')
      throw new AppError('CONFLICT', 'Confirm what was decided, or send it back.', 'caseId')
    const sealed = note === null ? null : await deps.reviewRecords.sealNote(found, note)
    const opinion = { ...opinionOf(who, verdict), step: 'FIRST', note: sealed } as const
    const { fourEyes } = await deps.organizations.get(caller.tenantId)
    if (needsSecond(fourEyes, verdict.outcome)) await deps.reviewWork.propose(opinion, at)
    else await conclude(deps, found, { ...opinion, outcome: verdict.outcome })
  })
  return caseOf(deps, caller, caseId)
}

/** @throws AppError INVALID */
export function assertWhole({ outcome, reasonCodes, captureKind }: Verdict): void {
  if (outcome === 'REJECT' && reasonCodes.length === 0)
    throw new AppError('INVALID', 'Say why: at least one reason.', 'reasonCodes')
  if (outcome === 'APPROVE' && reasonCodes.length > 0)
    throw new AppError('INVALID', 'Nothing stands against an approval.', 'reasonCodes')
  if ((outcome === 'RETAKE') !== (captureKind !== null))
    throw new AppError(
      'INVALID',
      'Say what is to be captured again, with RETAKE alone.',
      'captureKind',
    )
}

type Who = Pick<Opinion, 'tenantId' | 'caseId' | 'round' | 'reviewerId'>

export function opinionOf({ tenantId, caseId, round, reviewerId }: Who, verdict: Verdict) {
  const { outcome, reasonCodes: reasons, captureKind } = verdict
  return { tenantId, caseId, round, reviewerId, outcome, reasons, captureKind }
}

type Concluding = Opinion & { outcome: ReviewVerdict }

/**
 * Moves the session on by what reviewers said, and so closes the case. A decision of a reviewer's rests on what the system's
 * rested on, which it supersedes.
 * @throws AppError CONFLICT when the session or the case has changed meanwhile
 */
export async function conclude(
  deps: World,
  { tenantId, sessionId, country, documentType }: ReviewCase,
  opinion: Concluding,
): Promise<void> {
  const session = await deps.sessions.get({ tenantId, sessionId })
  const before = await systemDecision(deps, session)
  const { outcome: trigger, reasons, reviewerId: actor } = opinion
  const record = {
    outcome: OUTCOMES[trigger],
    reasons: reasons.map((code) => withEvidence(code as ReasonCode, before)),
    ...policyRecord(before, deps),
    codeVersion: deps.settings.codeVersion,
    models: before?.models ?? [],
    inputs: before?.inputs ?? [],
    decidedBy: `REVIEWER:${actor}`,
  }
  const attestation = await attestDecision(deps, session, record)
  const rest = { timings: [], checks: [], reading: null, country, documentType }
  await deps.sessions.apply({
    ...{ session, trigger, actor, reasons, at: deps.now() },
    verification: { ...record, ...rest, attestation },
    review: await closing(deps, session, opinion),
  })
}

/** Where the checks never decided, nothing but the default can be named. */
function policyRecord(before: StoredDecision | undefined, { policy }: World) {
  const { policyVersion = policy.version, policyId = null, policySha256 = null } = before ?? {}
  return { policyVersion, policyId, policySha256 }
}

const OUTCOMES = { APPROVE: 'APPROVED', REJECT: 'REJECTED', RETAKE: 'RETAKE' } as const

async function systemDecision(
  { results }: World,
  { tenantId, id: sessionId, epoch }: Session,
): Promise<StoredDecision | undefined> {
  const decisions = await results.decisions({ tenantId, sessionId })
  return decisions.find((each) => each.epoch === epoch && !each.byReviewer)
}

/** A reason that the checks gave as well keeps what it rests on. */
function withEvidence(code: ReasonCode, before: StoredDecision | undefined): Reason {
  return before?.reasons.find((reason) => reason.code === code) ?? { code, evidence: {} }
}

/** A retake has as much time as a new session; of final decisions a share is judged blindly as well. */
async function closing(
  { organizations, settings, random, now }: World,
  { tenantId, expiresAt }: Session,
  opinion: Concluding,
): Promise<ClosingReview> {
  const { captureKind: retakeKind } = opinion
  const fresh = now().getTime() + settings.sessionTtlMs
  const until = new Date(Math.max(fresh, expiresAt.getTime()))
  const { secondReviewPercent } = await organizations.get(tenantId)
  const sampled = retakeKind === null && random() * 100 < secondReviewPercent
  return { ...opinion, sampled, ...(retakeKind && { retake: { retakeKind, expiresAt: until } }) }
}
