import type { Origin } from '../documents/origin'
import type { CheckName, Reason } from './check-result'
import type { CheckOutcome, JudgedCheck } from './decide'
import type { Consequence } from './policy'

/** What a rule may ask for. `score`: NaN where there was nothing to score, which is neither below nor above anything. */
export type RuleFacts = {
  document: { country: string; type: string }
  checks: Record<CheckName, { score: number; outcome: CheckOutcome; codes: string[] }>
  codes: string[]
}

/**
 * A rule of an organisation's own: where it holds, the decision is at least as strict as `outcome`. `holds`: null where that
 * cannot be told.
 */
export type Rule = {
  name: string
  outcome: Consequence
  text: string
  holds(facts: RuleFacts): boolean | null
}

/** What the rules that hold ask for, and why; of one that cannot be told a person has to look. */
export function applyRules(
  rules: readonly Rule[],
  checks: readonly JudgedCheck[],
  origin: Origin,
): { verdict: Consequence; reason: Reason }[] {
  if (rules.length === 0) return []
  const facts = factsOf(checks, origin)
  // Other people's sessions reject nobody (policy.ts): a rule that rejects knows nothing of RISK.
  const withoutRisk = factsOf(
    checks.filter(({ check }) => check !== 'RISK'),
    origin,
  )
  return rules.flatMap(({ name, outcome, text, holds }) => {
    const met = holds(outcome === 'REJECT' ? withoutRisk : facts)
    if (met === false) return []
    const evidence = { field: name, text, ...(met === null && { measured: 'cannot be told' }) }
    const reason: Reason = { code: 'POLICY_RULE', evidence }
    return [{ verdict: met === null ? 'REFER' : outcome, reason }]
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
