import type { GestureStep, Step } from './challenge'
import { reflectionOf } from './colour-reflection'
import { atLeast, type Finding, holds } from './finding'
import { type Burst, type Seen, seenIn } from './frame-measure'
import { blinkDone, movementDone, type Neutral, neutralOf, nothingElseDone } from './gestures'
import { samePerson } from './identity'
import { movesSteadily, startsNeutral } from './motion'
import { enoughFrames, facePresent, inTime } from './presence'
import { isSolid } from './three-dimensional'

/** Everything that was measured of one step; `first` is the first frame with a face of the whole challenge. */
export function judgeStep(step: Step, burst: Burst, first: Seen | undefined): Finding[] {
  const seen = seenIn(burst)
  const findings = [
    ...inTime(burst, step.deadlineMs),
    ...enoughFrames(burst, step.leastFrames, step.kind === 'COLOURS' ? SLOW_RATE : LEAST_RATE),
    ...facePresent(burst),
  ]
  if (seen.length === 0 || first === undefined) return findings
  const neutral = neutralOf(seen)
  return [
    ...findings,
    ...samePerson(seen, first),
    ...startsNeutral(neutral),
    ...(step.kind === 'COLOURS' ? follows(step, seen) : acts(step, seen, neutral)),
    ...nothingElseDone(step.kind, seen, neutral),
  ]
}

/** Frames a second: fewer can miss a blink, which lasts 0.1 to 0.4 seconds; a colour lasts longer. */
const LEAST_RATE = 6
const SLOW_RATE = 3

/**
 * How well the skin must follow the colours, -1..1. Reflections computed into 118 pieces of films of two people who
 * move and talk: of 8 % of the room's light 117 reach it, of 4 % 110, of 2 % 79. An answer to another sequence
 * reaches it once in 95 times when there is no noise at all.
 */
const FOLLOWS = 0.7

function follows(step: Extract<Step, { kind: 'COLOURS' }>, seen: Seen[]): Finding[] {
  const score = reflectionOf(step, seen)?.score ?? 0
  return [atLeast('COLOURS_DO_NOT_FOLLOW', score, FOLLOWS, 'correlation')]
}

function acts({ kind }: GestureStep, seen: Seen[], neutral: Neutral): Finding[] {
  if (kind === 'BLINK') return [blinkDone(seen, neutral)]
  const done = movementDone(kind, seen, neutral)
  if (!holds(done)) return [done]
  const isTurn = kind === 'TURN_LEFT' || kind === 'TURN_RIGHT'
  return [done, ...movesSteadily(kind, seen, neutral), ...(isTurn ? [isSolid(seen)] : [])]
}
