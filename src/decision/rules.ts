import type { Origin } from '../documents/origin'
import type { CheckName, Reason } from './check-result'
import type { CheckOutcome, JudgedCheck } from './decide'
import type { Consequence } from './policy'
import { isGiven, isStepUp, STEP_UP_NAMES } from './step-up'

/** What a rule may ask for. `score`: NaN where there was nothing to score, which is neither below nor above anything. */
export type RuleFacts = {
  document: { country: string; type: string }
  checks: Record<CheckName, { score: number; outcome: CheckOutcome; codes: string[] }>
  codes: string[]
}

export const CONSEQUENCES = ['REFER', 'RETAKE', 'REJECT'] as const satisfies Consequence[]

/** What a rule may ask for: that the decision is no milder, or, where it would approve, one more capture. */
export const RULE_OUTCOMES = [...CONSEQUENCES, ...STEP_UP_NAMES] as const
export type RuleOutcome = (typeof RULE_OUTCOMES)[number]

/**
 * A rule of an organisation's own: where it holds, the decision is at least as strict as `outcome`, or a step-up is asked for.
 * `holds`: null where that cannot be told.
 */
export type Rule = {
  name: string
  outcome: RuleOutcome
  text: string
  holds(facts: RuleFacts): boolean | null
}

export type AskedByRule<Outcome = RuleOutcome> = { outcome: Outcome; reason: Reason }

/**
 * What the rules that hold ask for, and why; of one that cannot be told a person has to look. One that asks for a capture that is
 * there asks for nothing.
 */
export function applyRules(
  rules: readonly Rule[],
  checks: readonly JudgedCheck[],
  origin: Origin,
): AskedByRule[] {
  if (rules.length === 0) return []
  const facts = factsOf(checks, origin)
  // Other people's sessions reject nobody (policy.ts): a rule that rejects knows nothing of RISK.
  const withoutRisk = factsOf(
    checks.filter(({ check }) => check !== 'RISK'),
    origin,
  )
  return rules.flatMap(({ name, outcome, text, holds }) => {
    if (isStepUp(outcome) && isGiven(outcome, checks)) return []
    const met = holds(outcome === 'REJECT' ? withoutRisk : facts)
    if (met === false) return []
    const evidence = { field: name, text, ...(met === null && { measured: 'cannot be told' }) }
    const reason: Reason = { code: 'POLICY_RULE', evidence }
    return [{ outcome: met === null ? 'REFER' : outcome, reason }]
  })
}

function factsOf(checks: readonly JudgedCheck[], { country, documentType }: Origin): RuleFacts {
  const of = checks.map(({ check, score, outcome, reasons, notes = [] }) => {
    const codes = [...new Set([...reasons, ...notes].map(({ code }) => code))]
    return [check, { score: score ?? Number.NaN, outcome, codes }] as const
  })
  return {
    document: { country: country ?? '', type: documentType ?? '' },
    checks: Object.fromEntries(of) as RuleFacts['checks'],
    codes: [...new Set(of.flatMap(([, { codes }]) => codes))],
  }
}
