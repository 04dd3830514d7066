import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  CHALLENGE_BYTES,
  type Challenge,
  COLOURS,
  countChallenges,
  drawChallenge,
  GESTURES,
  type Step,
} from '../../src/liveness/challenge'
import { chanceFrom } from '../../src/liveness/chance'

/** Bytes as a generator gives them, the same every time. */
function stream(seed: number, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${seed} ${at}`).digest(),
  )
  return new Uint8Array(Buffer.concat(blocks)).slice(0, length)
}

function coloursOf({ steps }: Challenge) {
  return steps.flatMap((step) => (step.kind === 'COLOURS' ? step.colours : []))
}

function gesturesOf({ steps }: Challenge) {
  return steps.map(({ kind }) => kind).filter((kind) => kind !== 'COLOURS')
}

function comesTwiceRunning(row: readonly string[]): boolean {
  return row.some((thing, at) => thing === row[at - 1])
}

test('a challenge asks for three gestures, one of them a turn, and for nine colours in between', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = stream(seed, CHALLENGE_BYTES)
      const challenge = drawChallenge(random, { flashes: true, moreTime: false })
      const gestures = gesturesOf(challenge)
      expect(challenge.steps).toHaveLength(4)
      expect(gestures).toHaveLength(3)
      expect(gestures.some((gesture) => gesture.startsWith('TURN'))).toBe(true)
      expect(coloursOf(challenge)).toHaveLength(9)
      expect(comesTwiceRunning(gestures)).toBe(false)
      expect(comesTwiceRunning(coloursOf(challenge))).toBe(false)
    }),
  )
})

test('without flashes it asks for five gestures and says how few such challenges there are', () => {
  const challenge = drawChallenge(stream(1, 64), { flashes: false, moreTime: false })
  expect(gesturesOf(challenge)).toHaveLength(5)
  expect(challenge.steps).toHaveLength(5)
  expect(2 ** challenge.bits).toBeCloseTo(countEnumerated(5), 6)
  expect(challenge.bits).toBeGreaterThan(10)
  expect(challenge.bits).toBeLessThan(11)
})

test('with flashes a guess is right once in more than 2 to the power of 28', () => {
  const challenge = drawChallenge(stream(2, 64), { flashes: true, moreTime: false })
  const colours = COLOURS.length * (COLOURS.length - 1) ** 8
  expect(2 ** challenge.bits / (countEnumerated(3) * 4 * colours)).toBeCloseTo(1, 9)
  expect(challenge.bits).toBeGreaterThan(28)
})

/** All rows of gestures, written out and counted: none twice running, one turn at least. */
function countEnumerated(length: number): number {
  let rows: string[][] = [[]]
  for (let at = 0; at < length; at++)
    rows = rows.flatMap((row) => GESTURES.map((gesture) => [...row, gesture]))
  return rows.filter(
    (row) => !comesTwiceRunning(row) && row.some((gesture) => gesture.startsWith('TURN')),
  ).length
}

test('more time doubles every deadline and changes nothing else', () => {
  const wish = { flashes: true, moreTime: false }
  const { steps } = drawChallenge(stream(3, 64), wish)
  const slow = drawChallenge(stream(3, 64), { ...wish, moreTime: true })
  const doubled = (step: Step) => ({ ...step, deadlineMs: 2 * step.deadlineMs })
  expect(slow.steps).toEqual(steps.map(doubled))
})

test('the colours are over before the deadline', () => {
  const { steps } = drawChallenge(stream(4, 64), { flashes: true, moreTime: false })
  for (const step of steps)
    if (step.kind === 'COLOURS')
      expect(step.colours.length * step.colourMs).toBeLessThan(step.deadlineMs)
})

test('a choice takes every number equally often: bytes that would favour one are passed over', () => {
  for (const count of [2, 3, 4, 5, 6]) {
    const fair = 256 - (256 % count)
    const chosen = Array.from({ length: fair }, (_, byte) => chanceFrom(Uint8Array.of(byte))(count))
    for (let number = 0; number < count; number++)
      expect(chosen.filter((value) => value === number)).toHaveLength(fair / count)
    for (let byte = fair; byte < 256; byte++)
      expect(chanceFrom(Uint8Array.of(byte, 1))(count)).toBe(1)
  }
  expect(() => chanceFrom(Uint8Array.of(255))(6)).toThrow('Too few random bytes')
})

test('all challenges without flashes come, none much oftener than the others', () => {
  const draws = 20 * countChallenges(false)
  const counts = new Map<string, number>()
  for (let seed = 0; seed < draws; seed++) {
    const challenge = drawChallenge(stream(seed, 64), { flashes: false, moreTime: false })
    const name = gesturesOf(challenge).join(' ')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 20) ** 2 / 20, 0)
  expect(counts.size).toBe(countChallenges(false))
  // 1 231 degrees of freedom: mean 1 231, deviation 50
  expect(Math.abs(chiSquare - 1231)).toBeLessThan(4 * 50)
})

test('too few bytes are refused, not stretched', () => {
  expect(() => drawChallenge(stream(1, 8), { flashes: true, moreTime: false })).toThrow(
    'Too few random bytes',
  )
})
