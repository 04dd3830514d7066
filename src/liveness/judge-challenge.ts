import type { Challenge, StepKind } from './challenge'
import { type Finding, holds, type LivenessFailure, mustBe } from './finding'
import { type Burst, seenIn } from './frame-measure'
import { judgeStep } from './judge-step'
import { noFrameTwice } from './repeated-frames'

/** A limit that was not kept: what was measured, and what would have passed. */
export type Failure = { code: LivenessFailure; measured: string; limit: string }

export type StepVerdict = { kind: StepKind; passed: boolean; failures: Failure[] }

/**
 * `score` is the margin of the weakest measure: 0.5 and more exactly when the challenge is passed. `failures` are those
 * that belong to no single step.
 */
export type ChallengeVerdict = {
  passed: boolean
  score: number
  steps: StepVerdict[]
  failures: Failure[]
}

/**
 * Whether the bursts, one for each step and in the order of the steps, are answers to the challenge by one living
 * person. The same frames always give the same verdict. `judged`: what `judgeStep` said of a step before, where it was asked: it
 * takes a while for a turn.
 */
export function judgeChallenge(
  challenge: Challenge,
  bursts: Burst[],
  judged: readonly (Finding[] | null | undefined)[] = [],
): ChallengeVerdict {
  const first = bursts.flatMap(seenIn)[0]
  const all = challenge.steps.map((step, at) => ({
    kind: step.kind,
    findings: judged[at] ?? judgeStep(step, bursts[at] ?? [], first),
  }))
  const steps = all.map(({ kind, findings }) => {
    const failures = failuresOf(findings)
    return { kind, passed: failures.length === 0, failures }
  })
  const whole = [
    countsAgree(challenge.steps.length, bursts.length),
    noFrameTwice(bursts.flatMap(seenIn)),
  ]
  const failures = failuresOf(whole)
  const margins = [...all.flatMap(({ findings }) => findings), ...whole]
  return {
    passed: failures.length === 0 && steps.every(({ passed }) => passed),
    score: Math.min(...margins.map(({ margin }) => margin)),
    steps,
    failures,
  }
}

function countsAgree(steps: number, bursts: number): Finding {
  return mustBe('TOO_FEW_FRAMES', steps === bursts, `${bursts} bursts`, `${steps} bursts`)
}

function failuresOf(findings: Finding[]): Failure[] {
  return findings
    .filter((finding) => !holds(finding))
    .map(({ code, measured, limit }) => ({ code, measured, limit }))
}
