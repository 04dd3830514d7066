import { checkRisk } from '../checks/check-risk'
import type { DecisionFacts } from '../decision/facts'
import type { Signal } from '../risk/measure-signals'
import { type RiskModel, RULES_ONLY, scoreRisk } from '../risk/score-risk'

type Assessed = { signals: readonly Signal[] | null; riskModel: string | null }

/**
 * What the checks found, with RISK as this model scores what was measured then. As it was where this model scored it; null
 * where another would have to and what was measured is no more.
 */
export function withRisk(
  facts: DecisionFacts,
  { signals, riskModel }: Assessed,
  model: RiskModel,
): DecisionFacts | null {
  const then = facts.checks.find(({ check }) => check === 'RISK')
  if (!then || then.score === null || riskModel === model.version) return facts
  if (signals === null) return model.version === RULES_ONLY.version ? facts : null
  const { score, reasons } = checkRisk({ ...scoreRisk(signals, model), model: model.version })
  const codes = [...new Set(reasons.map(({ code }) => code))]
  const checks = facts.checks.map((each) =>
    each.check === 'RISK' ? { ...each, score, codes } : each,
  )
  return { ...facts, checks }
}
