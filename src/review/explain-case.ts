import { type Counterfactual, counterfactuals } from '../decision/counterfactual'
import type { Verdict } from '../decision/policy'
import type { Deps } from '../deps'
import { policyOfDecision } from '../policies/policy-in-force'
import { OUTCOMES } from '../sessions/verify-session'
import type { ReviewCase } from '../storage/review-cases'

type Outcome = (typeof OUTCOMES)[Verdict]['outcome']

/** A counterfactual as it is told: `outcome`, what the decision would have been. */
export type Explanation = Omit<Counterfactual, 'verdict'> & { outcome: Outcome }

/**
 * What it would have taken for the checks to decide a case otherwise, by the policy that decided it. None where that was not kept, or
 * something else than what was measured decided (a specimen of the sandbox).
 */
export async function explainCase(
  deps: Pick<Deps, 'results' | 'policies' | 'policy'>,
  { tenantId, sessionId, epoch }: Pick<ReviewCase, 'tenantId' | 'sessionId' | 'epoch'>,
): Promise<Explanation[]> {
  const decisions = await deps.results.decisions({ tenantId, sessionId })
  const decision = decisions.find((each) => each.epoch === epoch && !each.byReviewer)
  if (!decision?.facts) return []
  const { facts, country, documentType, outcome } = decision
  const { policy } = await policyOfDecision(deps, decision)
  const verdict = VERDICTS.find((each) => OUTCOMES[each].outcome === outcome) ?? 'REFER'
  const found = counterfactuals(facts, policy, { country, documentType }, verdict)
  return found.map(({ verdict: then, ...told }) => ({ ...told, outcome: OUTCOMES[then].outcome }))
}

const VERDICTS = Object.keys(OUTCOMES) as Verdict[]
