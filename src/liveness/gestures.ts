import type { Gesture, StepKind } from './challenge'
import { atLeast, atMost, type Finding, mustBe } from './finding'
import type { FrameMeasure, Seen } from './frame-measure'
import { median } from './median'

/** How a person looked at the start of a step: what every gesture is measured from. */
export type Neutral = { yaw: number; pitch: number; opening: number; aspect: number }

/** Gestures that are a movement from the neutral face to a peak; a blink is judged by itself. */
export type Movement = Exclude<Gesture, 'BLINK'>

/** `limit`: how far it has to go when it is asked for; `unasked`: from where on it is one too many in another step. */
type MovementRule = {
  limit: number
  unasked: number
  unit: string
  amount(measure: FrameMeasure, neutral: Neutral): number
}

/**
 * How far each movement has to go. In films of two people (1 809 frames, 12 a second) the noise of one frame is 0.25
 * degrees of yaw and 0.4 of pitch; who talks stays within 11 degrees of yaw and 8 of pitch (98 % of 800 frames) and
 * opens the mouth by 0.155 at most (99 %); opened on purpose it reaches 0.25. An open mouth lifts the measured pitch
 * by up to 6 degrees (two people, re-rendered).
 */
export const MOVEMENTS: Record<Movement, MovementRule> = {
  TURN_LEFT: {
    limit: 20,
    unasked: 20,
    unit: 'degrees',
    amount: ({ pose }, neutral) => pose.yaw - neutral.yaw,
  },
  TURN_RIGHT: {
    limit: 20,
    unasked: 20,
    unit: 'degrees',
    amount: ({ pose }, neutral) => neutral.yaw - pose.yaw,
  },
  LOOK_UP: {
    limit: 15,
    unasked: 20,
    unit: 'degrees',
    amount: ({ pose }, neutral) => pose.pitch - neutral.pitch,
  },
  OPEN_MOUTH: {
    limit: 0.12,
    unasked: 0.25,
    unit: 'eye distances',
    amount: ({ mouthOpening }, neutral) => mouthOpening - neutral.opening,
  },
}

/** So many frames at the start of a step show the neutral face. */
export const NEUTRAL_FRAMES = 3

/** The neutral face: medians over the first frames. */
export function neutralOf(frames: Seen[]): Neutral {
  const first = frames.slice(0, NEUTRAL_FRAMES).map(({ measure }) => measure)
  return {
    yaw: median(first.map(({ pose }) => pose.yaw)),
    pitch: median(first.map(({ pose }) => pose.pitch)),
    opening: median(first.map(({ mouthOpening }) => mouthOpening)),
    aspect: median(first.map(aspectOf)),
  }
}

/** A movement went far enough. */
export function movementDone(movement: Movement, frames: Seen[], neutral: Neutral): Finding {
  const { limit, unit } = MOVEMENTS[movement]
  return atLeast('STEP_NOT_DONE', peakOf(movement, frames, neutral), limit, unit)
}

/**
 * None of the other movements is there in full measure: else one recording of everything would answer every step.
 * Blinks come by themselves and do not count.
 */
export function nothingElseDone(kind: StepKind, frames: Seen[], neutral: Neutral): Finding[] {
  return ALL_MOVEMENTS.filter((movement) => movement !== kind).map((movement) => {
    const { unasked, unit } = MOVEMENTS[movement]
    return atMost(
      'WRONG_STEP',
      peakOf(movement, frames, neutral),
      unasked,
      `${unit} of ${movement}`,
    )
  })
}

const ALL_MOVEMENTS: readonly Movement[] = ['TURN_LEFT', 'TURN_RIGHT', 'LOOK_UP', 'OPEN_MOUTH']

/** How far a movement went at most; 0 when it only went the other way. */
function peakOf(movement: Movement, frames: Seen[], neutral: Neutral): number {
  const { amount } = MOVEMENTS[movement]
  return Math.max(0, ...frames.map(({ measure }) => amount(measure, neutral)))
}

/** Below this probability of both eyes being closed, at least one is open; above CLOSED both are shut. */
const OPEN = 0.2
const CLOSED = 0.8

/**
 * The second vote: lids this much nearer than at the start. In videos of two people 18 of the network's 20 closures had
 * 0.78 or less (the other two were lids lowered for seconds); of frames with open eyes 1 to 6 % had 0.85 or less.
 */
const ASPECT_SHARE = 0.85

/** A closure of more than this is not a blink. */
const LONGEST_BLINK_MS = 1200

/** Both eyes open, then both shut, seen by the network and by the mesh, then open again within LONGEST_BLINK_MS. */
export function blinkDone(frames: Seen[], neutral: Neutral): Finding {
  const shutness = frames.map(({ measure }) => Math.min(...measure.eyesClosed))
  const isBlink = frames.some(({ measure }, at) => {
    const shut = (shutness[at] ?? 0) > CLOSED && aspectOf(measure) < ASPECT_SHARE * neutral.aspect
    if (!shut) return false
    const before = shutness.findLastIndex((value, index) => index < at && value < OPEN)
    const after = shutness.findIndex((value, index) => index > at && value < OPEN)
    const lasted = (frames[after]?.atMs ?? Number.NaN) - (frames[before]?.atMs ?? Number.NaN)
    return lasted <= LONGEST_BLINK_MS
  })
  const most = Math.max(0, ...shutness)
  const aspects = frames.map(({ measure }) => aspectOf(measure) / neutral.aspect)
  const measured = `closed ${most.toFixed(2)}, lids at ${Math.min(1, ...aspects).toFixed(2)}`
  const limit = `above ${CLOSED} and lids below ${ASPECT_SHARE}, open before and after within ${LONGEST_BLINK_MS} ms`
  return mustBe('STEP_NOT_DONE', isBlink, measured, limit)
}

function aspectOf({ eyeAspect }: FrameMeasure): number {
  return (eyeAspect[0] + eyeAspect[1]) / 2
}
