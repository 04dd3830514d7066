import type { Origin } from '../documents/origin'
import type { ReadingData } from '../documents/reading'
import { policyFor } from './apply-overrides'
import { withoutRetake } from './attempts-exhausted'
import type { CheckName, CheckResult, Reason } from './check-result'
import { decide, type Judgement, passes } from './decide'
import { barOf, type Policy } from './policy'
import type { ReasonCode } from './reasons'
import { poorSelfieScore } from './selfie-score'
import type { Turn } from './step-up'
import { type SignalsRaised, tamperScore } from './tamper-score'

type CheckFacts = {
  check: CheckName
  score: number | null
  codes: ReasonCode[]
  notes?: ReasonCode[]
  signals?: SignalsRaised
}

/**
 * What a decision of the checks rests on, as far as it says nothing of the person: kept in the clear beside it, so that another
 * policy can be tried on it. `reasons`: see `keyOf`. `stepUpAsked` is left out in decisions of before there were step-ups.
 * `confidence`: how sure the readers were of what they read of the document, on average, 0..1; null where nothing was read, left
 * out in decisions of before it was kept.
 */
export type DecisionFacts = {
  checks: CheckFacts[]
  reasons: string[]
  lastAttempt: boolean
  stepUpAsked?: boolean
  confidence?: number | null
}

export function factsOf(
  results: readonly CheckResult[],
  { reasons }: Judgement,
  turn: Turn,
  reading?: Pick<ReadingData, 'fields'>,
): DecisionFacts {
  const checks = results.map(({ check, score, reasons: found, notes = [], signals }) => ({
    check,
    score,
    codes: codesOf(found),
    ...(notes.length > 0 && { notes: codesOf(notes) }),
    ...(signals && { signals }),
  }))
  const confidence = reading && { confidence: confidenceOf(reading) }
  return { checks, reasons: keysOf(reasons), ...turn, ...confidence }
}

/** To two digits, of what was read off images: a chip is never unsure. */
function confidenceOf({ fields }: Pick<ReadingData, 'fields'>): number | null {
  const read = fields.filter(({ source }) => source !== 'CHIP')
  if (read.length === 0) return null
  const total = read.reduce((sum, { confidence }) => sum + confidence, 0)
  return Math.round((100 * total) / read.length) / 100
}

/** Whether it is a rule's, whose name is in its evidence. */
function isOfRule(code: ReasonCode): boolean {
  return code === 'POLICY_RULE' || code === 'STEP_UP_ASKED'
}

/** What counts as one reason: a code, and of rules which. */
export function keyOf({ code, evidence: { field } }: Reason): string {
  return isOfRule(code) ? `${code} ${field}` : code
}

export function keysOf(reasons: readonly Reason[]): string[] {
  return [...new Set(reasons.map(keyOf))]
}

/**
 * What a policy makes of what was found then; null where it asks for a signal that was not measured. A sandbox specimen comes
 * out as its number says, by any policy: not asked here.
 */
export function judgeAgain(facts: DecisionFacts, policy: Policy, origin: Origin): Judgement | null {
  const applied = policyFor(policy, origin)
  const measured = facts.checks.find(({ check }) => check === 'DOCUMENT_GENUINE')?.signals ?? {}
  if (Object.keys(applied.tamperSignals).some((name) => !(name in measured))) return null
  const results = rescored(facts.checks, applied).map(resultOf)
  const judgement = decide(results, policy, origin, turnOf(facts))
  return facts.lastAttempt ? withoutRetake(judgement) : judgement
}

/** Where the session stood then. */
export function turnOf({ lastAttempt, stepUpAsked = false }: DecisionFacts): Turn {
  return { lastAttempt, stepUpAsked }
}

/** Scores that rest on the policy themselves: of a poor selfie, and of tamper signals. */
function rescored(checks: readonly CheckFacts[], policy: Policy): CheckFacts[] {
  const match = checks.find(({ check }) => check === 'FACE_MATCH')
  const matched = match !== undefined && passes(match, barOf(policy, 'FACE_MATCH'))
  return checks.map((each) => {
    const { check, score, codes, signals = {} } = each
    if (check === 'SELFIE_QUALITY' && score !== null && score < 1)
      return { ...each, score: poorSelfieScore(!codes.includes('SELFIE_SEVERAL_FACES'), matched) }
    if (check !== 'DOCUMENT_GENUINE') return each
    const again = tamperScore(signals, policy.tamperSignals)
    const suspected = again !== null && again < 1
    return { ...each, score: again, codes: suspected ? ['TAMPER_SUSPECTED'] : [] }
  })
}

function resultOf({ check, score, codes, notes = [] }: CheckFacts): CheckResult {
  return { check, score, reasons: bare(codes), notes: bare(notes), durationMs: 0 }
}

const bare = (codes: readonly ReasonCode[]): Reason[] =>
  codes.map((code) => ({ code, evidence: {} }))

const codesOf = (reasons: readonly Reason[]) => [...new Set(reasons.map(({ code }) => code))]
