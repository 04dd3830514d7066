import { expect, test } from '@jest/globals'
import type { Challenge, GestureStep } from '../../src/liveness/challenge'
import type { LivenessFailure } from '../../src/liveness/finding'
import { type Burst, type FrameMeasure, seenIn } from '../../src/liveness/frame-measure'
import { type ChallengeVerdict, judgeChallenge } from '../../src/liveness/judge-challenge'
import { judgeStep } from '../../src/liveness/judge-step'
import { frameMeasure } from '../support/frame-measure'

const TIMING = { deadlineMs: 8000, leastFrames: 8, mostFrames: 40 }
const LOOK_UP: GestureStep = { kind: 'LOOK_UP', ...TIMING }
const BLINK: GestureStep = { kind: 'BLINK', ...TIMING }
const OPEN_MOUTH: GestureStep = { kind: 'OPEN_MOUTH', ...TIMING }
const TURN_LEFT: GestureStep = { kind: 'TURN_LEFT', ...TIMING }

const RISE = [0, 0, 0, 0.2, 0.45, 0.7, 0.9, 1, 1, 0.8]

/** Ten frames a second of what is given; no two of all bursts are alike. */
function burst(name: number, frames: (Partial<FrameMeasure> | null)[]): Burst {
  return frames.map((given, at) => ({
    atMs: 100 * at + 40,
    measure: given && frameMeasure({ grid: Uint8Array.of(name, at, 7 * at, 90), ...given }),
  }))
}

const lookUp = (shares = RISE) =>
  burst(
    1,
    shares.map((share) => ({ pose: { yaw: 0, pitch: -5 + 22 * share, roll: 0 } })),
  )
const turnLeft = () =>
  burst(
    2,
    RISE.map((share) => ({ pose: { yaw: 25 * share, pitch: -5, roll: 0 } })),
  )
const openMouth = () =>
  burst(
    3,
    RISE.map((share) => ({ mouthOpening: 0.02 + 0.2 * share })),
  )
const blink = () =>
  burst(
    4,
    [0, 0, 0, 0, 1, 1, 0, 0, 0, 0].map((shut) => lids(shut === 1)),
  )

function lids(shut: boolean): Partial<FrameMeasure> {
  return shut ? { eyesClosed: [0.97, 0.99], eyeAspect: [0.2, 0.2] } : {}
}

function judge(steps: Challenge['steps'], bursts: Burst[]): ChallengeVerdict {
  return judgeChallenge({ steps, bits: 1 }, bursts)
}

function codesOf({ steps, failures }: ChallengeVerdict): LivenessFailure[] {
  const all = [...steps.flatMap((step) => step.failures), ...failures]
  return [...new Set(all.map(({ code }) => code))]
}

/** The burst with one frame measured otherwise. */
function changed(frames: Burst, index: number, given: Partial<FrameMeasure> | null): Burst {
  return frames.map((frame, at) => {
    if (at !== index || frame.measure === null) return frame
    return { ...frame, measure: given && { ...frame.measure, ...given } }
  })
}

test('a person who does what is asked passes, and always with the same verdict', () => {
  const steps = [LOOK_UP, BLINK, OPEN_MOUTH]
  const verdict = judge(steps, [lookUp(), blink(), openMouth()])
  expect(codesOf(verdict)).toEqual([])
  expect(verdict.passed).toBe(true)
  expect(verdict.score).toBeGreaterThanOrEqual(0.5)
  expect(verdict.steps.map(({ kind }) => kind)).toEqual(['LOOK_UP', 'BLINK', 'OPEN_MOUTH'])
  expect(judge(steps, [lookUp(), blink(), openMouth()])).toEqual(verdict)
})

test('steps in another order are other steps', () => {
  const verdict = judge([LOOK_UP, OPEN_MOUTH], [openMouth(), lookUp()])
  expect(verdict.passed).toBe(false)
  expect(verdict.score).toBeLessThan(0.5)
  expect(verdict.steps.map(({ passed }) => passed)).toEqual([false, false])
  expect(codesOf(verdict)).toEqual(['STEP_NOT_DONE', 'WRONG_STEP'])
})

test('what was said of each step as it came gives the same verdict, passed or not', () => {
  for (const steps of [
    [LOOK_UP, BLINK, OPEN_MOUTH],
    [OPEN_MOUTH, BLINK, LOOK_UP],
  ]) {
    const bursts = [lookUp(), blink(), openMouth()]
    const [first] = seenIn(bursts[0] ?? [])
    const judged = steps.map((step, at) => judgeStep(step, bursts[at] ?? [], first))
    expect(judgeChallenge({ steps, bits: 1 }, bursts, judged)).toEqual(judge(steps, bursts))
  }
})

test('a failure says what was measured and what would have passed', () => {
  const { steps } = judge([LOOK_UP], [lookUp(RISE.map((share) => share / 2))])
  expect(steps[0]?.failures).toEqual([
    { code: 'STEP_NOT_DONE', measured: '11 degrees', limit: 'at least 15 degrees' },
  ])
})

test('a step is done only when no other movement comes with it', () => {
  const both = burst(
    5,
    RISE.map((share) => ({
      pose: { yaw: -25 * share, pitch: -5 + 22 * share, roll: 0 },
    })),
  )
  expect(codesOf(judge([LOOK_UP], [both]))).toEqual(['WRONG_STEP'])
})

test('a blink in another step is only natural', () => {
  expect(judge([LOOK_UP], [changed(lookUp(), 1, lids(true))]).passed).toBe(true)
})

test('eyes that stay shut, or of which one stays open, have not blinked', () => {
  const stayShut = burst(
    6,
    [0, 0, 0, 1, 1, 1, 1, 1, 1, 1].map((shut) => lids(shut === 1)),
  )
  const wink = burst(
    7,
    [0, 0, 0, 0, 1, 1, 0, 0, 0, 0].map((shut) =>
      shut === 1 ? { ...lids(true), eyesClosed: [0.01, 0.99] as const } : {},
    ),
  )
  expect(codesOf(judge([BLINK], [stayShut]))).toEqual(['STEP_NOT_DONE'])
  expect(codesOf(judge([BLINK], [wink]))).toEqual(['STEP_NOT_DONE'])
})

test('lids that the network calls shut but the mesh sees open have not blinked', () => {
  const open = burst(
    8,
    [0, 0, 0, 0, 1, 1, 0, 0, 0, 0].map((shut) =>
      shut === 1 ? { eyesClosed: [0.97, 0.99] as const } : {},
    ),
  )
  expect(codesOf(judge([BLINK], [open]))).toEqual(['STEP_NOT_DONE'])
})

test('a frame after the deadline is too late', () => {
  const late = lookUp().map(({ measure }, at) => ({ measure, atMs: 150 * at + 7000 }))
  expect(codesOf(judge([LOOK_UP], [late]))).toEqual(['TOO_LATE'])
})

test('times that go back are not natural', () => {
  const frames = lookUp()
  const back = frames.map((frame, at) => (at === 5 ? { ...frame, atMs: 300 } : frame))
  expect(codesOf(judge([LOOK_UP], [back]))).toEqual(['MOTION_NOT_NATURAL'])
})

test('few frames, and frames far apart, are too few', () => {
  expect(codesOf(judge([LOOK_UP], [lookUp([0, 0, 0, 0.5, 0.7, 1])]))).toEqual(['TOO_FEW_FRAMES'])
  const slow = lookUp().map(({ measure }, at) => ({ measure, atMs: 250 * at }))
  expect(codesOf(judge([LOOK_UP], [slow]))).toEqual(['TOO_FEW_FRAMES'])
})

test('a burst that is missing or one too many is told', () => {
  expect(codesOf(judge([LOOK_UP, BLINK], [lookUp()]))).toContain('TOO_FEW_FRAMES')
  expect(codesOf(judge([LOOK_UP], [lookUp(), blink()]))).toEqual(['TOO_FEW_FRAMES'])
  expect(codesOf(judge([LOOK_UP], []))).toContain('FACE_LOST')
  expect(judge([LOOK_UP], [[]]).score).toBe(0)
})

test('a face that is often lost, or that is suddenly larger, is lost', () => {
  const gaps = [3, 5, 6].reduce((frames, at) => changed(frames, at, null), lookUp())
  expect(codesOf(judge([LOOK_UP], [gaps]))).toEqual(['FACE_LOST'])
  expect(judge([LOOK_UP], [changed(lookUp(), 5, null)]).passed).toBe(true)
  const large = changed(lookUp(), 5, { box: { x: 100, y: 0, width: 350, height: 450 } })
  expect(codesOf(judge([LOOK_UP], [large]))).toEqual(['FACE_LOST'])
  const noFace = lookUp().map(({ atMs }) => ({ atMs, measure: null }))
  expect(codesOf(judge([LOOK_UP], [noFace]))).toEqual(['FACE_LOST'])
})

test('another face in one frame, or beside the face, is another person', () => {
  const swapped = changed(lookUp(), 5, { template: Float32Array.of(0, 1, 0) })
  expect(codesOf(judge([LOOK_UP], [swapped]))).toEqual(['OTHER_PERSON'])
  expect(codesOf(judge([LOOK_UP], [changed(lookUp(), 5, { faces: 2 })]))).toEqual(['OTHER_PERSON'])
})

test('another person in a later step is another person', () => {
  const other = blink().map(({ atMs, measure }) => ({
    atMs,
    measure: measure && { ...measure, template: Float32Array.of(0.3, 0.9, 0.3) },
  }))
  const verdict = judge([LOOK_UP, BLINK], [lookUp(), other])
  expect(verdict.steps.map(({ passed }) => passed)).toEqual([true, false])
  expect(codesOf(verdict)).toEqual(['OTHER_PERSON'])
})

test('a frame that comes twice, in one step or in two, is repeated', () => {
  const frames = lookUp()
  const twice = changed(frames, 8, { grid: frames[7]?.measure?.grid ?? new Uint8Array() })
  expect(codesOf(judge([LOOK_UP], [twice]))).toEqual(['FRAMES_REPEATED'])
  expect(codesOf(judge([LOOK_UP, LOOK_UP], [frames, frames]))).toEqual(['FRAMES_REPEATED'])
})

test('a jump, a wavering and a start away from the camera are no natural motion', () => {
  const jump = lookUp([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  const waver = lookUp([0, 0, 0, 0.5, 0.1, 0.6, 0.3, 0.9, 1, 1])
  const aside = burst(
    9,
    RISE.map((share) => ({
      pose: { yaw: -24, pitch: -5 + 22 * share, roll: 0 },
    })),
  )
  for (const frames of [jump, waver, aside])
    expect(codesOf(judge([LOOK_UP], [frames]))).toEqual(['MOTION_NOT_NATURAL'])
})

test('a turn of which the picture shows no parallax is not solid', () => {
  expect(codesOf(judge([TURN_LEFT], [turnLeft()]))).toEqual(['NOT_THREE_DIMENSIONAL'])
})
