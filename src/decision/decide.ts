import type { Origin } from '../documents/origin'
import { policyFor } from './apply-overrides'
import { CHECK_NAMES, type CheckName, type CheckResult, type Reason } from './check-result'
import { type Bar, barOf, type Policy, type Verdict } from './policy'
import { faultOf } from './reasons'
import { type AskedByRule, applyRules } from './rules'
import {
  FIRST_TURN,
  isStepUp,
  type StepUp,
  type StepUpCapture,
  type Turn,
  withStepUp,
} from './step-up'

export type CheckOutcome = 'PASS' | 'WARN' | 'FAIL' | 'SKIPPED'

/** A check as judged: its result, the outcome under the policy, and what it asks for. */
export type JudgedCheck = CheckResult & { outcome: CheckOutcome; verdict: Verdict }

/** `stepUp`: the one more capture that a rule asks for. */
export type Judgement = {
  verdict: Verdict
  reasons: Reason[]
  checks: JudgedCheck[]
  stepUp: StepUpCapture | null
}

/** From worst to best: one REJECT rejects; a capture to repeat comes before a person's time. */
const SEVERITY: readonly Verdict[] = ['REJECT', 'RETAKE', 'REFER', 'APPROVE']

const UNKNOWN: Origin = { country: null, documentType: null }

/**
 * Joins all check results under a policy: the worst verdict wins, of checks and of the policy's rules; what would be an
 * approval may ask for one more capture. Pure: the same results, policy, document and turn always give the same judgement. A required check without a result refers: silence is never
 * a pass.
 */
export function decide(
  results: CheckResult[],
  policy: Policy,
  origin = UNKNOWN,
  turn: Turn = FIRST_TURN,
): Judgement {
  const applied = policyFor(policy, origin)
  const checks = CHECK_NAMES.map((check) =>
    judge(
      results.find((result) => result.check === check),
      check,
      applied,
    ),
  )
  const rules = applyRules(policy.rules, checks, origin)
  const strict = rules.filter((rule) => !asksForMore(rule))
  const asked = [...checks.map((check) => check.verdict), ...strict.map(({ outcome }) => outcome)]
  const verdict = SEVERITY.find((level) => asked.includes(level)) ?? 'REFER'
  const reasons = checks
    .filter((check) => check.verdict !== 'APPROVE')
    .flatMap((check) => check.reasons)
  const all = [...reasons, ...strict.map(({ reason }) => reason)]
  return withStepUp(
    { verdict, reasons: all, checks, stepUp: null },
    rules.filter(asksForMore),
    turn,
  )
}

function asksForMore(asked: AskedByRule): asked is AskedByRule<StepUp> {
  return isStepUp(asked.outcome)
}

/** Whether a result meets its bar; without a score it does not. */
export function passes({ score }: Pick<CheckResult, 'score'>, bar: Bar): boolean {
  return score !== null && score >= bar.pass
}

function judge(result: CheckResult | undefined, check: CheckName, policy: Policy): JudgedCheck {
  const bar = barOf(policy, check)
  if (result === undefined) return missing(check)
  const { score } = result
  if (score === null) return unscored(result, bar)
  if (passes(result, bar)) return { ...result, reasons: [], outcome: 'PASS', verdict: 'APPROVE' }
  if (bar.warn !== undefined && score >= bar.warn)
    return { ...result, outcome: 'WARN', verdict: 'APPROVE' }
  return { ...result, outcome: 'FAIL', verdict: bar.otherwise } // not a number compares false and ends here
}

/** Nothing to score: repeat the capture when that was the trouble, else let a person look. */
function unscored(result: CheckResult, bar: Bar): JudgedCheck {
  if (result.reasons.length === 0)
    return { ...result, outcome: 'SKIPPED', verdict: bar.optional ? 'APPROVE' : 'REFER' }
  const repeat = result.reasons.every((reason) => faultOf(reason.code) === 'CAPTURE')
  return { ...result, outcome: 'FAIL', verdict: repeat ? 'RETAKE' : 'REFER' }
}

function missing(check: CheckName): JudgedCheck {
  const reasons: Reason[] = [{ code: 'CHECK_UNAVAILABLE', evidence: { field: check } }]
  return { check, score: null, durationMs: 0, reasons, outcome: 'SKIPPED', verdict: 'REFER' }
}
