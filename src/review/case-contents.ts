import type { Reason } from '../decision/check-result'
import { toldEvidence } from '../decision/told-evidence'
import type { Deps } from '../deps'
import type { SessionRef } from '../sessions/session'
import type { CaseAttachment } from '../storage/case-attachments'
import type { StoredCheck, StoredDecision } from '../storage/results'
import type { ReviewCase } from '../storage/review-cases'

type Told = Pick<
  Deps,
  | 'sessions'
  | 'captures'
  | 'fieldCorrections'
  | 'caseAttachments'
  | 'results'
  | 'reviewRecords'
  | 'replays'
  | 'policies'
>

export type CaseContents = Awaited<ReturnType<typeof contentsOf>>

/**
 * All that is told of a case to whoever takes it out, with what speaks for and against the decision. Match and liveness scores
 * are left out, as everywhere outside.
 */
export async function contentsOf(deps: Told, found: ReviewCase) {
  const { tenantId, sessionId, epoch, awaitsBlind: _, tenantId: _of, ...told } = found
  const [ref, caseRef] = [
    { tenantId, sessionId },
    { tenantId, caseId: found.id },
  ]
  const reading = await deps.results.latestReading(ref)
  const decisions = await deps.results.decisions(ref)
  return {
    case: { ...told, sessionId, epoch },
    reviews: await deps.reviewRecords.reviews(caseRef),
    notes: await deps.reviewRecords.notes(caseRef),
    session: await sessionOf(deps, ref),
    decisions: decisions.map(decisionOf),
    policies: await policiesOf(deps, decisions),
    checks: (await deps.results.checks(ref, epoch)).map(checkOf),
    fields: reading?.data.fields.map(({ name, source, value, uncertain }) => {
      return { name, source, value, uncertain }
    }),
    corrections: await deps.fieldCorrections.ofSession(ref),
    attachments: (await deps.caseAttachments.ofCase(caseRef)).map(attachmentOf),
    replay: await replayOf(deps, ref),
  }
}

function attachmentOf({ caseId: _, sessionId: _of, key, ...attachment }: CaseAttachment) {
  return { ...attachment, kept: key !== null }
}

async function sessionOf({ sessions, captures }: Told, ref: SessionRef) {
  const { id, applicantId, mode, status, createdAt } = await sessions.get(ref)
  const history = await sessions.history(ref)
  const taken = await captures.ofSession(ref)
  return {
    ...{ id, applicantId, mode, status, createdAt },
    history: history.map(({ trigger, from, to, at, reasons }) => {
      return { trigger, from, to, at, reasons }
    }),
    captures: taken.map(({ id: captureId, kind, status: state, imageSha256 }) => {
      return { captureId, kind, status: state, sha256: imageSha256 }
    }),
  }
}

/** By name, for what is kept beside a decision holds scores. */
function decisionOf({
  id,
  epoch,
  outcome,
  reasons,
  decidedBy,
  decidedAt,
  ...made
}: StoredDecision) {
  const { policyVersion, policyId, policySha256, codeVersion, models, inputs, attestation } = made
  return {
    ...{ id, epoch, outcome, decidedBy, decidedAt, reasons: reasons.map(reasonOf) },
    ...{ policyVersion, policyId, policySha256, codeVersion, models, inputs, attestation },
  }
}

function checkOf({ name, outcome, reasons }: StoredCheck) {
  return { name, outcome, reasons: reasons.map(reasonOf) }
}

function reasonOf(reason: Reason) {
  return { code: reason.code, evidence: toldEvidence(reason) }
}

/** What the organisation's own policies said that decisions were made by; the default one is code (decision/policy.ts). */
async function policiesOf({ policies }: Told, decisions: readonly StoredDecision[]) {
  const made = decisions.flatMap(({ tenantId, policyId: id }) => (id ? { tenantId, id } : []))
  const own = made.filter(({ id }, at) => made.findIndex((each) => each.id === id) === at)
  const found = await Promise.all(own.map((ref) => policies.get(ref)))
  return found.map(({ id, number, definition, sha256: hash, createdBy, publishedBy }) => {
    return { id, number, definition, sha256: hash, createdBy, publishedBy }
  })
}

async function replayOf({ replays }: Told, ref: SessionRef) {
  const latest = await replays.latest(ref)
  if (latest === null) return null
  const { id, epoch, state, differences, createdAt, doneAt } = latest
  return { id, epoch, state, differences, createdAt, doneAt }
}
