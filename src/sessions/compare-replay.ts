import { judge } from '../checks/judge'
import { type Findings, runChecks } from '../checks/run-checks'
import { withoutRetake } from '../decision/attempts-exhausted'
import type { Judgement } from '../decision/decide'
import { turnOf } from '../decision/facts'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { policyOfDecision } from '../policies/policy-in-force'
import type { StoredCheck, StoredDecision } from '../storage/results'
import { canonicalJson } from './canonical-json'
import { checkInput, inputOf } from './check-input'
import type { Capture, Session, SessionRef } from './session'
import { sha256 } from './sha256'
import { checkRecord, OUTCOMES } from './verify-session'

type Kept = Pick<Deps, 'sessions' | 'captures' | 'results'>
type Engines = Pick<Deps, 'images' | 'documents' | 'faces' | 'chips' | 'policy' | 'models'>
type World = Kept & Engines & Pick<Deps, 'challenges' | 'blobs' | 'policies'>

/**
 * Runs the checks of the latest decision once more, on the captures it rests on and by the policy it was made by, and compares every score bit for bit, and
 * everything else that was kept. What is compared with is read, nothing is written.
 * @returns what differs, by name: `SCORE FACE_MATCH`, `OUTCOME …`, `REASONS …`, `READING`, `PORTRAIT`, `DECISION`, and
 * `POLICY` where the policy cannot be had any more as it was, `MODELS` where those of today are others than the decision's;
 * empty: nothing
 * @throws AppError NOT_FOUND, CONFLICT when there is nothing to replay
 */
export async function compareReplay(deps: World, ref: SessionRef): Promise<string[]> {
  const { session, decision, captures } = await replayable(deps, ref)
  const input = inputOf(captures, await deps.challenges.ofSession(ref))
  const { policy, sha256: policySha256 } = await policyOfDecision(deps, decision)
  const question = await checkInput(deps, session, input, startOf(decision))
  const run = await runChecks({ ...deps, policy }, question)
  const checks = await deps.results.checks(ref, decision.epoch)
  const findings = withKeptRisk(run, checks)
  const judgement = judge(findings, policy, session.mode, decision.facts && turnOf(decision.facts))
  return [
    ...(isSamePolicy(decision, policy.version, policySha256) ? [] : ['POLICY']),
    ...(same(decision.models, deps.models) ? [] : ['MODELS']),
    ...differingChecks(checks, judgement),
    ...(await differingReading(deps, ref, decision, findings)),
    ...(isDecided(decision, judgement) ? [] : ['DECISION']),
  ]
}

/**
 * The latest decision of the checks, and the captures it rests on, as they were then.
 * @throws AppError NOT_FOUND, CONFLICT when there is none, or images were removed
 */
export async function replayable(deps: Kept, ref: SessionRef) {
  const session: Session = await deps.sessions.get(ref)
  const decisions = await deps.results.decisions(ref)
  const decision = decisions.find(({ byReviewer }) => !byReviewer)
  if (!decision)
    throw new AppError('CONFLICT', 'The checks have decided nothing here.', 'sessionId')
  const captures = (await deps.captures.ofSession(ref)).flatMap((capture) =>
    usedBy(decision, capture),
  )
  if (captures.length < decision.inputs.length)
    throw new AppError('CONFLICT', 'What the decision rests on was removed.', 'sessionId')
  return { session, decision, captures }
}

/** By version and, where it was recorded, by hash. */
function isSamePolicy(decision: StoredDecision, version: string, hash: string): boolean {
  const { policyVersion, policySha256 } = decision
  return policyVersion === version && (policySha256 === null || policySha256 === hash)
}

/** RISK rests on what was known of other sessions then, which is no more: it is taken as it was kept. */
function withKeptRisk(findings: Findings, checks: StoredCheck[]): Findings {
  const kept = checks.find(({ name }) => name === 'RISK')
  if (!kept) return findings
  const results = findings.results.map((result) =>
    result.check === 'RISK' ? { ...result, score: kept.score, reasons: kept.reasons } : result,
  )
  return { ...findings, results }
}

/** A capture that was READY then may have been replaced since. */
function usedBy({ inputs }: StoredDecision, capture: Capture): Capture[] {
  const used = inputs.some(
    ({ captureId, sha256: hash }) => captureId === capture.id && hash === capture.imageSha256,
  )
  return used && capture.imageKey !== null ? [{ ...capture, status: 'READY' }] : []
}

/** When its checks began: what has expired is judged by that day. */
function startOf({ decidedAt, timings }: StoredDecision): Date {
  const totalMs = timings.find(({ step }) => step === 'total')?.durationMs ?? 0
  return new Date(decidedAt.getTime() - totalMs)
}

function differingChecks(before: StoredCheck[], { checks }: Judgement): string[] {
  return checks.flatMap((check) => {
    const { name, score, outcome, reasons } = checkRecord(check)
    const kept = before.find((each) => each.name === name)
    if (!kept) return [`CHECK ${name}`]
    return [
      ...(Object.is(kept.score, score) ? [] : [`SCORE ${name}`]),
      ...(kept.outcome === outcome ? [] : [`OUTCOME ${name}`]),
      ...(same(kept.reasons, reasons) ? [] : [`REASONS ${name}`]),
    ]
  })
}

async function differingReading(
  { results, blobs }: Pick<World, 'results' | 'blobs'>,
  ref: SessionRef,
  { epoch }: StoredDecision,
  { reading, portrait }: Findings,
): Promise<string[]> {
  const kept = await results.latestReading(ref)
  if (kept?.epoch !== epoch) return ['READING']
  const { faces, ...readings } = reading
  const comparable = kept.data.faces ? reading : readings // what was decided before faces were kept has none
  const cut = kept.portraitKey && sha256(await blobs.get(kept.portraitKey))
  return [
    ...(same(kept.data, comparable) ? [] : ['READING']),
    ...(cut === (portrait && sha256(portrait.jpeg)) ? [] : ['PORTRAIT']),
  ]
}

/** Whether it was the last attempt is not looked up again: the decision says so itself. */
function isDecided({ outcome, reasons }: StoredDecision, judgement: Judgement): boolean {
  const last = reasons.some(({ code }) => code === 'ATTEMPTS_EXHAUSTED')
  const again = last ? withoutRetake(judgement) : judgement
  return OUTCOMES[again.verdict].outcome === outcome && same(reasons, again.reasons)
}

/** As JSON keeps it. */
function same(kept: unknown, found: unknown): boolean {
  return canonicalJson(kept) === canonicalJson(JSON.parse(JSON.stringify(found)))
}
