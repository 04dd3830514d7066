import type { Origin } from '../documents/origin'
import { policyFor } from './apply-overrides'
import { BAR_RANGES } from './bar-ranges'
import type { CheckName } from './check-result'
import { type DecisionFacts, judgeAgain } from './facts'
import { barOf, type Policy, type Verdict } from './policy'

/**
 * What would have been, had one check come out otherwise. `score`: what it had, null where there was nothing to score; `needed`: the
 * least with which it stands against an approval no more, in `unit`; `verdict`: of the decision then, all else as it was.
 */
export type Counterfactual = {
  check: CheckName
  score: number | null
  needed: number
  unit: string
  verdict: Verdict
}

const UNITS = {
  FACE_MATCH: '−log10 of the share of strangers that look as alike',
  RISK: '1 less the risk',
}

/**
 * One for every check that stands against an approval: the decision is made again with that check changed and nothing else. Pure.
 * None where it cannot be made again, or would not come out as it did (`verdict`): what fixed it then was no measurement.
 */
export function counterfactuals(
  facts: DecisionFacts,
  policy: Policy,
  origin: Origin,
  verdict: Verdict,
): Counterfactual[] {
  const before = judgeAgain(facts, policy, origin)
  if (before === null || before.verdict !== verdict) return []
  return before.checks
    .filter((check) => check.verdict !== 'APPROVE')
    .flatMap(({ check, score }) => {
      const found = leastChange(facts, policy, origin, check)
      return found ? { check, score, unit: unitOf(check), ...found } : []
    })
}

/** Of the bar's two heights the lower that is enough. */
function leastChange(facts: DecisionFacts, policy: Policy, origin: Origin, check: CheckName) {
  const { pass, warn = pass } = barOf(policyFor(policy, origin), check)
  for (const needed of [warn, pass]) {
    const after = judgeAgain(changed(facts, check, needed), policy, origin)
    const own = after?.checks.find((each) => each.check === check)
    if (after && own?.verdict === 'APPROVE') return { needed, verdict: after.verdict }
  }
  return null
}

/** As if the check had that score and nothing were found; its tamper signals are measured and not raised. */
function changed(facts: DecisionFacts, check: CheckName, score: number): DecisionFacts {
  const known = facts.checks.find((each) => each.check === check)
  const names = Object.keys(known?.signals ?? {})
  const signals = names.length > 0 && {
    signals: Object.fromEntries(names.map((name) => [name, false])),
  }
  const other = facts.checks.filter((each) => each.check !== check)
  return { ...facts, checks: [...other, { check, score, codes: [], ...signals }] }
}

function unitOf(check: CheckName): string {
  return check === 'FACE_MATCH' || check === 'RISK' ? UNITS[check] : BAR_RANGES[check].unit
}
