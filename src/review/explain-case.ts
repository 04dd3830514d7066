import type { CheckName, Reason } from '../decision/check-result'
import {
  type Counterfactual,
  ifCheckPassed,
  ifReasonMended,
  ifRuleDidNotHold,
  neededScore,
  unitOf,
} from '../decision/counterfactual'
import type { CheckOutcome } from '../decision/decide'
import { type DecisionFacts, judgeAgain } from '../decision/facts'
import type { Policy } from '../decision/policy'
import type { Deps } from '../deps'
import type { Origin } from '../documents/origin'
import { policyOfDecision } from '../policies/policy-in-force'
import { OUTCOMES } from '../sessions/verify-session'
import type { StoredCheck, StoredDecision } from '../storage/results'
import type { ReviewCase } from '../storage/review-cases'

type World = Pick<Deps, 'results' | 'policies' | 'policy'>

/** How it would have come out, and which reasons (codes; of a rule with its name) would still have stood against it. */
export type WouldBe = { outcome: StoredDecision['outcome']; against: string[] }

/** `kind`: of the capture it was seen on. */
export type ExplainedReason = { reason: Reason; kind: string | null; ifMended: WouldBe | null }

/** A check that stands against an approval, or only warns. `score` and `needed` in `unit`. */
export type ExplainedCheck = {
  check: CheckName
  outcome: CheckOutcome
  score: number | null
  needed: number
  unit: string
  reasons: ExplainedReason[]
  ifPassed: WouldBe | null
}

/** A rule that holds, or that asked for one more capture before (STEP_UP_ASKED), and then what would have been decided then. */
export type ExplainedRule = { reason: Reason; ifNotHeld: WouldBe | null }

/** What the checks decided, and what it hung on. */
export type Explanation = Pick<StoredDecision, 'outcome' | 'policyVersion' | 'policyId'> & {
  checks: ExplainedCheck[]
  rules: ExplainedRule[]
}

type Decided = { facts: DecisionFacts; policy: Policy; origin: Origin }

/**
 * Why a case is one: each check and rule that stands against an approval, with what it rests on, and what would have been
 * decided had that alone been otherwise: the decision judged anew. Null where the checks decided nothing; what would have been
 * is null for a sandbox specimen, and for decisions of before it was kept what they rest on.
 */
export async function explainCase(
  deps: World,
  { tenantId, sessionId, epoch }: ReviewCase,
): Promise<Explanation | null> {
  const ref = { tenantId, sessionId }
  const decisions = await deps.results.decisions(ref)
  const decision = decisions.find((each) => each.epoch === epoch && !each.byReviewer)
  if (!decision) return null
  const { outcome, policyVersion, policyId, country, documentType } = decision
  const { policy } = await policyOfDecision(deps, decision)
  const origin = { country, documentType }
  const decided = factsToJudge(decision, policy, origin)
  const checks = await deps.results.checks(ref, epoch)
  const open = checks.filter((each) => ['WARN', 'FAIL'].includes(each.outcome) || isMissing(each))
  const rules = decision.reasons.filter(({ code }) => code === 'POLICY_RULE')
  const before = decisions.filter((each) => each.epoch < epoch && !each.byReviewer)
  return {
    ...{ outcome, policyVersion, policyId },
    checks: open.map((check) => explainCheck(check, { decision, decided, policy, origin })),
    rules: [
      ...rules.map((reason) => explainRule(reason, decided)),
      ...(await Promise.all(before.map((each) => explainStepUp(deps, each)))).flat(),
    ],
  }
}

function isMissing({ outcome, reasons }: StoredCheck): boolean {
  return outcome === 'SKIPPED' && reasons.some(({ code }) => code === 'CHECK_UNAVAILABLE')
}

/** Null where judging anew does not give what was decided: something else than what was measured decided, as in the sandbox. */
function factsToJudge(
  { facts, outcome }: StoredDecision,
  policy: Policy,
  origin: Origin,
): Decided | null {
  const again = facts && judgeAgain(facts, policy, origin)
  if (!facts || !again || OUTCOMES[again.verdict].outcome !== outcome) return null
  return { facts, policy, origin }
}

type Around = { decision: StoredDecision; decided: Decided | null; policy: Policy; origin: Origin }

function explainCheck(
  { name, outcome, score, reasons }: StoredCheck,
  { decision, decided, policy, origin }: Around,
): ExplainedCheck {
  const check = name as CheckName
  const kindOf = ({ evidence: { captureId } }: Reason) =>
    decision.inputs.find((input) => input.captureId === captureId)?.kind ?? null
  return {
    ...{ check, outcome, score, unit: unitOf(check) },
    needed: neededScore(check, policy, origin),
    reasons: reasons.map((reason) => ({
      ...{ reason, kind: kindOf(reason) },
      ifMended: decided && wouldBe(ifReasonMended(reason, { check, reasons }, decided)),
    })),
    ifPassed: decided && wouldBe(ifCheckPassed(check, decided)),
  }
}

function explainRule(reason: Reason, decided: Decided | null): ExplainedRule {
  const name = reason.evidence.field ?? ''
  return { reason, ifNotHeld: decided && wouldBe(ifRuleDidNotHold(name, decided)) }
}

/** The rules that asked for one more capture then, by the policy of then. */
async function explainStepUp(deps: World, decision: StoredDecision): Promise<ExplainedRule[]> {
  const asked = decision.reasons.filter(({ code }) => code === 'STEP_UP_ASKED')
  if (asked.length === 0) return []
  const { country, documentType } = decision
  const { policy } = await policyOfDecision(deps, decision)
  const decided = factsToJudge(decision, policy, { country, documentType })
  return asked.map((reason) => explainRule(reason, decided))
}

function wouldBe(found: Counterfactual | null): WouldBe | null {
  return found && { outcome: OUTCOMES[found.verdict].outcome, against: found.against }
}
