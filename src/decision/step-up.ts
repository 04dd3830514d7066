import type { CheckName } from './check-result'
import type { JudgedCheck, Judgement } from './decide'
import type { AskedByRule } from './rules'

/** What a rule may ask the applicant for besides; `check`: which has something to score once that was given. */
const STEP_UPS = {
  ASK_LIVENESS: { capture: 'LIVENESS', check: 'ACTIVE_LIVENESS' },
  ASK_DOCUMENT_BACK: { capture: 'DOCUMENT_BACK', check: 'SIDES_BELONG' },
} as const satisfies Record<string, { capture: string; check: CheckName }>

export type StepUp = keyof typeof STEP_UPS
export type StepUpCapture = (typeof STEP_UPS)[StepUp]['capture']

export const STEP_UP_NAMES = Object.keys(STEP_UPS) as StepUp[]

/** Where a session stands when it is judged: whether a rule asked for one more capture before, and whether it may be submitted again. */
export type Turn = { stepUpAsked: boolean; lastAttempt: boolean }

export const FIRST_TURN: Turn = { stepUpAsked: false, lastAttempt: false }

export function isStepUp(outcome: string): outcome is StepUp {
  return outcome in STEP_UPS
}

/** Whether what a rule asks for is there already: the checks looked at it, and their bars say what follows. */
export function isGiven(stepUp: StepUp, checks: readonly JudgedCheck[]): boolean {
  const { check } = STEP_UPS[stepUp]
  return checks.some((each) => each.check === check && each.score !== null)
}

/**
 * What would be an approval, with what rules ask for besides: one capture, once in a session. Where one was asked for before, or
 * none can be given any more, a person looks: nobody goes in circles, and nobody is rejected for it.
 */
export function withStepUp(
  judgement: Judgement,
  wishes: readonly AskedByRule<StepUp>[],
  turn: Turn,
): Judgement {
  const [first] = wishes
  if (judgement.verdict !== 'APPROVE' || first === undefined) return judgement
  const why = whyNot(turn)
  if (why !== null) {
    const reasons = wishes.map(({ reason: { code, evidence } }) => {
      return { code, evidence: { ...evidence, measured: why } }
    })
    return { ...judgement, verdict: 'REFER', reasons }
  }
  const { capture } = STEP_UPS[first.outcome]
  const alike = wishes.filter(({ outcome }) => outcome === first.outcome)
  const reasons = alike.map(({ reason: { evidence } }) => {
    return { code: 'STEP_UP_ASKED' as const, evidence }
  })
  return { ...judgement, verdict: 'RETAKE', reasons, stepUp: capture }
}

function whyNot({ stepUpAsked, lastAttempt }: Turn): string | null {
  if (stepUpAsked) return 'one more capture was asked for before'
  return lastAttempt ? 'no attempt is left' : null
}
