import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Challenge, Colour, Gesture, Step } from '../../src/liveness/challenge'
import type { LivenessFailure } from '../../src/liveness/finding'
import type { Burst } from '../../src/liveness/frame-measure'
import { type ChallengeVerdict, judgeChallenge } from '../../src/liveness/judge-challenge'
import { headPose } from '../../src/vision/head-pose'
import { mirroredFrame, seeded, tiltedPrint, withNoise } from '../support/camera'
import { OTHER, SHOWN } from '../support/colours'
import { filmStep, measured, person } from '../support/live-burst'
import { type Puppet, show } from '../support/turned-face'

// Photographs re-rendered in space and seen by the real networks. No film of a living person is in the repository.
jest.setTimeout(240_000)

let anna: Puppet
let berta: Puppet
let films: Record<Gesture | 'COLOURS' | 'OTHER_COLOURS', Burst>

beforeAll(async () => {
  anna = await person('anna')
  berta = await person('berta')
  films = {
    TURN_LEFT: await film(anna, gesture('TURN_LEFT'), 1),
    TURN_RIGHT: await film(anna, gesture('TURN_RIGHT'), 2),
    LOOK_UP: await film(anna, gesture('LOOK_UP'), 3),
    BLINK: await film(anna, gesture('BLINK'), 4),
    OPEN_MOUTH: await film(anna, gesture('OPEN_MOUTH'), 5),
    COLOURS: await film(anna, colours(SHOWN), 6),
    OTHER_COLOURS: await film(anna, colours(OTHER), 7),
  }
})

function gesture(kind: Gesture): Step {
  return { kind, deadlineMs: 8000, leastFrames: 8, mostFrames: 40 }
}

function colours(shown: Colour[]): Step {
  return {
    kind: 'COLOURS',
    colours: shown,
    colourMs: 500,
    deadlineMs: 5500,
    leastFrames: 18,
    mostFrames: 60,
  }
}

function film(doll: Puppet, step: Step, seed: number): Promise<Burst> {
  return measured(filmStep(doll, step, seed))
}

const CHALLENGE: Challenge = {
  steps: [gesture('TURN_LEFT'), colours(SHOWN), gesture('BLINK'), gesture('TURN_RIGHT')],
  bits: 29.2,
}

/** The codes of every step, and at last those of the whole. */
function codesOf({ steps, failures }: ChallengeVerdict): LivenessFailure[][] {
  return [...steps.map((step) => step.failures), failures].map((list) => [
    ...new Set(list.map(({ code }) => code)),
  ])
}

function judgeOne(step: Step, burst: Burst): LivenessFailure[] {
  return codesOf(judgeChallenge({ steps: [step], bits: 1 }, [burst])).flat()
}

describe('a person who does what is asked', () => {
  test('passes with flashes', () => {
    const { TURN_LEFT, COLOURS, BLINK, TURN_RIGHT } = films
    const verdict = judgeChallenge(CHALLENGE, [TURN_LEFT, COLOURS, BLINK, TURN_RIGHT])
    expect(codesOf(verdict)).toEqual([[], [], [], [], []])
    expect(verdict.passed).toBe(true)
    expect(verdict.score).toBeGreaterThan(0.5)
  })

  test('passes without flashes', () => {
    const kinds = ['OPEN_MOUTH', 'TURN_RIGHT', 'LOOK_UP', 'TURN_LEFT', 'BLINK'] as const
    const challenge = { steps: kinds.map(gesture), bits: 10.3 }
    const verdict = judgeChallenge(
      challenge,
      kinds.map((kind) => films[kind]),
    )
    expect(codesOf(verdict)).toEqual([[], [], [], [], [], []])
  })
})

describe('refused are', () => {
  test('a still photograph', async () => {
    const random = seeded(11)
    const still = await measured(
      Array.from({ length: 10 }, (_, at) => ({
        atMs: 100 * at + 50,
        image: withNoise(anna.photo, 1.5, random),
      })),
    )
    for (const kind of ['TURN_LEFT', 'LOOK_UP', 'BLINK', 'OPEN_MOUTH'] as const)
      expect(judgeOne(gesture(kind), still)).toEqual(['STEP_NOT_DONE'])
    expect(judgeOne(colours(SHOWN), still)).toContain('COLOURS_DO_NOT_FOLLOW')
  })

  test('a photograph that is tilted by hand', async () => {
    const random = seeded(12)
    const tilted = await measured(
      [0, 0, 0, 10, 20, 30, 38, 45, 45, 38].map((yaw, at) => ({
        atMs: 100 * at + 50,
        image: withNoise(tiltedPrint(berta.photo, -yaw, 0.7), 1.5, random),
      })),
    )
    expect(judgeOne(gesture('TURN_LEFT'), tilted)).toEqual(['STEP_NOT_DONE'])

    // Even had the mesh believed in twice the turn: the picture itself is flat.
    const believed = tilted.map(({ atMs, measure }) => {
      if (measure === null) return { atMs, measure }
      const { yaw } = headPose(measure.patch.points)
      const start = tilted[0]?.measure?.pose.yaw ?? 0
      return {
        atMs,
        measure: { ...measure, pose: { ...measure.pose, yaw: start + 2.4 * (yaw - start) } },
      }
    })
    expect(judgeOne(gesture('TURN_LEFT'), believed)).toEqual(['NOT_THREE_DIMENSIONAL'])
  })

  test('a recorded answer to another challenge', () => {
    const { OPEN_MOUTH, OTHER_COLOURS, TURN_RIGHT, BLINK } = films
    const verdict = judgeChallenge(CHALLENGE, [OPEN_MOUTH, OTHER_COLOURS, TURN_RIGHT, BLINK])
    expect(verdict.passed).toBe(false)
    expect(codesOf(verdict)).toEqual([
      ['STEP_NOT_DONE'],
      ['COLOURS_DO_NOT_FOLLOW'],
      ['STEP_NOT_DONE', 'WRONG_STEP'],
      ['STEP_NOT_DONE'],
      [],
    ])
  })

  test('the right steps in another order', () => {
    const { TURN_LEFT, COLOURS, BLINK, TURN_RIGHT } = films
    const verdict = judgeChallenge(CHALLENGE, [TURN_RIGHT, COLOURS, BLINK, TURN_LEFT])
    expect(codesOf(verdict)).toEqual([
      ['STEP_NOT_DONE', 'WRONG_STEP'],
      [],
      [],
      ['STEP_NOT_DONE', 'WRONG_STEP'],
      [],
    ])
  })

  test('mirrored frames: left is the right of the applicant', async () => {
    const mirrored = filmStep(anna, gesture('TURN_LEFT'), 1).map(({ atMs, image }) => ({
      atMs,
      image: mirroredFrame(image),
    }))
    expect(judgeOne(gesture('TURN_LEFT'), await measured(mirrored))).toEqual([
      'STEP_NOT_DONE',
      'WRONG_STEP',
    ])
  })

  test('frames of a second person mixed in', async () => {
    const others = filmStep(berta, gesture('TURN_LEFT'), 14).slice(3, 5)
    const mixed = await measured(
      filmStep(anna, gesture('TURN_LEFT'), 1).map((frame, at) =>
        at === 3 || at === 4 ? { ...frame, image: others[at - 3]?.image ?? frame.image } : frame,
      ),
    )
    expect(judgeOne(gesture('TURN_LEFT'), mixed)).toContain('OTHER_PERSON')
  })

  test('colours in another order', () => {
    expect(judgeOne(colours(SHOWN), films.COLOURS)).toEqual([])
    expect(judgeOne(colours(SHOWN), films.OTHER_COLOURS)).toEqual(['COLOURS_DO_NOT_FOLLOW'])
    expect(judgeOne(colours(OTHER), films.COLOURS)).toEqual(['COLOURS_DO_NOT_FOLLOW'])
  })

  test('frames that come twice', () => {
    const twice = films.BLINK.map((frame, at) => ({
      atMs: frame.atMs,
      measure: films.BLINK[at === 8 ? 9 : at]?.measure ?? null,
    }))
    expect(judgeOne(gesture('BLINK'), twice)).toEqual(['FRAMES_REPEATED'])
  })

  test('two pictures, one frontal and one turned, shown one after the other', async () => {
    const random = seeded(15)
    const turned = show(anna, { yaw: 26 })
    const cut = await measured(
      Array.from({ length: 10 }, (_, at) => ({
        atMs: 100 * at + 50,
        image: withNoise(at < 5 ? anna.photo : turned, 1.5, random),
      })),
    )
    expect(judgeOne(gesture('TURN_LEFT'), cut)).toEqual(['MOTION_NOT_NATURAL'])
  })
})
