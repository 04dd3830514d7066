import type { Origin } from '../documents/origin'
import { policyFor } from './apply-overrides'
import { BAR_RANGES } from './bar-ranges'
import type { CheckName, Reason } from './check-result'
import { type DecisionFacts, judgeAgain, keysOf } from './facts'
import { barOf, type Policy, type Verdict } from './policy'
import { faultOf } from './reasons'

/** What a decision would have been had one thing been otherwise: `against` is what would still stand against an approval. */
export type Counterfactual = { verdict: Verdict; against: string[] }

type Decided = { facts: DecisionFacts; policy: Policy; origin: Origin }

/** The score from which on a check does not stand against an approval: its bar, or where it only warns. */
export function neededScore(check: CheckName, policy: Policy, origin: Origin): number {
  if (check === 'SELFIE_QUALITY') return 1 // what is forgiven a poor one is that the face matches: no measure of its own
  const { pass, warn = pass } = barOf(policyFor(policy, origin), check)
  return warn
}

/** What a check's score means. */
export function unitOf(check: CheckName): string {
  if (check === 'FACE_MATCH') return '-log10 of the share of strangers that look as alike'
  if (check === 'RISK') return '1 less the risk'
  return BAR_RANGES[check].unit
}

/** The decision, judged anew, had this check just reached what was needed and all else been as it was. */
export function ifCheckPassed(check: CheckName, decided: Decided): Counterfactual | null {
  const { facts, policy, origin } = decided
  const score = neededScore(check, policy, origin)
  const checks = facts.checks.map((each) => {
    if (each.check !== check) return each
    const signals = Object.fromEntries(Object.keys(each.signals ?? {}).map((name) => [name, false]))
    return { ...each, score, ...(each.signals && { signals }) }
  })
  return judged({ ...decided, facts: { ...facts, checks } })
}

/** The same had a rule not held. */
export function ifRuleDidNotHold(name: string, decided: Decided): Counterfactual | null {
  const rules = decided.policy.rules.filter((rule) => rule.name !== name)
  return judged({ ...decided, policy: { ...decided.policy, rules } })
}

/**
 * The same had only this one of a check's reasons not been there. Where there are others the check still fails. Null where a
 * reason is no measure of its own: traces of paper and screens, and what adds up to a risk.
 */
export function ifReasonMended(
  reason: Reason,
  { check, reasons }: { check: CheckName; reasons: readonly Reason[] },
  decided: Decided,
): Counterfactual | null {
  if (check === 'RISK' || faultOf(reason.code) === 'RISK') return null
  if (check === 'PASSIVE_LIVENESS')
    return reason.code === 'LIVENESS_LOW' ? ifCheckPassed(check, decided) : null
  return reasons.length > 1 ? judged(decided) : ifCheckPassed(check, decided)
}

function judged({ facts, policy, origin }: Decided): Counterfactual | null {
  const judgement = judgeAgain(facts, policy, origin)
  return judgement && { verdict: judgement.verdict, against: keysOf(judgement.reasons) }
}
