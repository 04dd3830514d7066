import { type AssessedRisk, assessRisk } from '../checks/assess-risk'
import { checkRisk } from '../checks/check-risk'
import { judge } from '../checks/judge'
import { type Findings, runChecks } from '../checks/run-checks'
import type { Timing } from '../checks/stopwatch'
import { withoutRetake } from '../decision/attempts-exhausted'
import type { JudgedCheck, Judgement } from '../decision/decide'
import { type DecisionFacts, factsOf } from '../decision/facts'
import type { Verdict } from '../decision/policy'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { policyInForce, type ReadyPolicy } from '../policies/policy-in-force'
import { attestDecision } from './attest-decision'
import { capturesOf, checkInput, type Input, inputOf } from './check-input'
import type { Capture, Session } from './session'
import { sha256 } from './sha256'
import type { SessionTrigger } from './states'
import { turnNow } from './turn-now'

type VerifyJob = { tenantId: string; sessionId: string; epoch: number }

export const OUTCOMES = {
  APPROVE: { trigger: 'APPROVE', outcome: 'APPROVED' },
  REJECT: { trigger: 'REJECT', outcome: 'REJECTED' },
  REFER: { trigger: 'REFER', outcome: 'IN_REVIEW' },
  RETAKE: { trigger: 'RETAKE', outcome: 'RETAKE' },
} as const satisfies Record<Verdict, { trigger: SessionTrigger; outcome: string }>

type Evidence = {
  input: Input
  judgement: Judgement
  findings: Findings
  risk: AssessedRisk | null
  portraitKey: string | null
  timings: Timing[]
  ready: ReadyPolicy
  facts: DecisionFacts
}
/**
 * One run of all checks and the decision that follows. Does nothing when the session is no longer at this epoch:
 * another worker has done it, or it was cancelled. Computing may happen twice, the effects once.
 */
export async function verifySession(deps: Deps, { epoch, ...ref }: VerifyJob): Promise<void> {
  const session = await deps.sessions.get(ref)
  if (session.status !== 'PROCESSING' || session.epoch !== epoch) return
  const start = performance.now()
  const at = deps.now()
  await deps.sessions.touch(session, at)
  const challenges = await deps.challenges.ofSession(ref)
  const input = inputOf(await deps.captures.ofSession(ref), challenges)
  const ready = await policyInForce(deps, session.tenantId)
  const { policy } = ready
  const { groups } = await deps.risk.settings(session.tenantId)
  const given = await checkInput(deps, session, input, at)
  const wanted = { ...given, wantsFace: groups.includes('FACES') }
  const run = await runChecks({ ...deps, policy }, wanted)
  const risk = await assessRisk({ ...deps, policy }, session, run, capturesOf(input), at)
  const findings = withRisk(run, risk)
  const turn = await turnNow(deps, session, challenges)
  const judged = judge(findings, policy, session.mode, turn)
  const judgement = turn.lastAttempt ? withoutRetake(judged) : judged
  const facts = factsOf(findings.results, judgement, turn, findings.reading)
  const portraitKey = await keepPortrait(deps, session, findings.portrait)
  const total = Math.round(performance.now() - start)
  const timings = [...findings.timings, { step: 'total', durationMs: total }]
  await conclude(deps, session, {
    input,
    judgement,
    findings,
    risk,
    portraitKey,
    timings,
    ready,
    facts,
  })
}

/** The findings with RISK as it came out; without an assessment it stays as the checks left it: nothing to score. */
function withRisk(findings: Findings, assessed: AssessedRisk | null): Findings {
  if (assessed === null) return findings
  const { score, found } = assessed
  const risk = { ...checkRisk({ ...score, model: found.model }), durationMs: 0 }
  const results = findings.results.map((result) => (result.check === 'RISK' ? risk : result))
  return { ...findings, results }
}

/** Stores what was found and moves the session on, unless it has changed meanwhile: then the result is dropped. */
async function conclude(deps: Deps, session: Session, evidence: Evidence): Promise<void> {
  const { judgement, timings } = evidence
  const { trigger, outcome } = OUTCOMES[judgement.verdict]
  const reasons = [...new Set(judgement.reasons.map(({ code }) => code))]
  const found = { outcome, ...recordOf(deps, evidence) }
  const verification = { ...found, attestation: await attestDecision(deps, session, found) }
  const about = { sessionId: session.id, epoch: session.epoch }
  try {
    const { stepUp } = judgement
    const change = { session, trigger, at: deps.now(), actor: 'SYSTEM', reasons, verification }
    await deps.sessions.apply({ ...change, ...(stepUp && { stepUp }) })
    const durationMs = timings.at(-1)?.durationMs ?? 0
    deps.metrics.verified(outcome, durationMs / 1000)
    deps.log.info({ ...about, outcome, durationMs }, 'session verified')
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'CONFLICT')) throw error
    deps.log.info(about, 'session changed during verification; result dropped')
  }
}

/** All that a decision rests on, so that it can be explained and replayed. */
function recordOf(
  deps: Deps,
  { input, judgement, findings, risk, portraitKey, timings, ready, facts }: Evidence,
) {
  return {
    reasons: judgement.reasons,
    ...policyRecord(ready),
    facts,
    codeVersion: deps.settings.codeVersion,
    models: deps.models,
    inputs: capturesOf(input).map(inputRecord),
    timings,
    checks: judgement.checks.map(checkRecord),
    reading: { captureId: input.front.id, data: findings.reading, portraitKey },
    ...(risk && { risk: risk.found }),
    ...findings.origin,
  }
}

function policyRecord({ policy, sha256: policySha256 }: ReadyPolicy) {
  return { policyVersion: policy.version, policyId: policy.id, policySha256 }
}

/** A check as it is kept. */
export function checkRecord({
  check,
  outcome,
  score,
  reasons,
  notes = [],
  durationMs,
}: JudgedCheck) {
  return { name: check, outcome, score, reasons: [...reasons, ...notes], durationMs }
}

function inputRecord({ id, kind, imageSha256 }: Capture) {
  return { captureId: id, kind, sha256: imageSha256 ?? '' }
}

async function keepPortrait(
  deps: Deps,
  session: Session,
  portrait: Findings['portrait'],
): Promise<string | null> {
  if (!portrait) return null
  const ref = { tenantId: session.tenantId, sessionId: session.id }
  const { jpeg } = portrait
  const key = await deps.blobRecords.intend(ref, {
    kind: 'PORTRAIT',
    sha256: sha256(jpeg),
    byteLength: jpeg.length,
  })
  await deps.blobs.put(key, jpeg)
  return key
}
