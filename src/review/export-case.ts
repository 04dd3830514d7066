import type { Reason } from '../decision/check-result'
import { toldEvidence } from '../decision/told-evidence'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { SessionRef } from '../sessions/session'
import { sha256 } from '../sessions/sha256'
import type { StoredCheck, StoredDecision } from '../storage/results'
import type { ReviewCase } from '../storage/review-cases'
import { type BundleFile, sealBundle } from '../trust/case-bundle'
import { isBlindTo } from './judge-blindly'

type Told = Pick<
  Deps,
  'sessions' | 'captures' | 'results' | 'reviewRecords' | 'replays' | 'policies'
>
type Stored = Pick<Deps, 'captures' | 'results' | 'blobs'>
type World = Told & Stored & Pick<Deps, 'reviewCases' | 'signer' | 'settings' | 'audit' | 'now'>

/** A bundle as it is to be saved, byte for byte, and the SHA-256 of it. */
export type CaseExport = { bundle: string; sha256: string; fileName: string }

/** Images that are told of by one picture. Frames and chips are not among them. */
const PICTURES = ['DOCUMENT_FRONT', 'DOCUMENT_BACK', 'SELFIE']

/**
 * A case with all that speaks for and against the decision, as a file that can be checked offline (trust/case-bundle.ts). Match and
 * liveness scores are left out, as everywhere outside. One row in the audit log, written before the bundle is given.
 * @throws AppError NOT_FOUND; CONFLICT, of one who is yet to judge it blindly
 */
export async function exportCase(
  deps: World,
  caller: Pick<Caller, 'tenantId' | 'id'>,
  { caseId, images }: { caseId: string; images: boolean },
): Promise<CaseExport> {
  const { tenantId, id: actor } = caller
  const at = deps.now()
  const found = await deps.reviewCases.get({ tenantId, caseId }, at)
  if (isBlindTo(found, actor))
    throw new AppError('CONFLICT', 'You are to judge this case without having seen it.', 'caseId')
  const files = images ? await picturesOf(deps, found) : []
  const about = { iss: deps.settings.publicUrl, aud: tenantId, sub: caseId, iat: seconds(at) }
  const contents = await contentsOf(deps, found)
  const bundle = await sealBundle({ contents, files }, about, deps.signer.sign)
  const hash = sha256(Buffer.from(bundle))
  const details = { sha256: hash, images: files.map(({ name }) => name) }
  await deps.audit.append(tenantId, { actor, at, action: 'CASE_EXPORTED', object: caseId, details })
  return { bundle, sha256: hash, fileName: `${caseId}.json` }
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

async function contentsOf(deps: Told, found: ReviewCase): Promise<object> {
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
    replay: await replayOf(deps, ref),
  }
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

/** The portrait and each picture that was not removed. */
async function picturesOf({ captures, results, blobs }: Stored, ref: SessionRef) {
  const reading = await results.latestReading(ref)
  const kept = await captures.ofSession(ref)
  const keys = [
    { name: 'portrait.jpg', key: reading?.portraitKey },
    ...kept
      .filter(({ kind }) => PICTURES.includes(kind))
      .map(({ id, imageKey: key }) => ({ name: `${id}.jpg`, key })),
  ]
  const files: BundleFile[] = []
  for (const { name, key } of keys) if (key) files.push({ name, bytes: await blobs.get(key) })
  return files
}
