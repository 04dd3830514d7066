import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { KINDS, makeOddFile } from '../../bench/odd-images/odd-file'
import { readAll } from '../../bench/odd-images/read-all'
import { makeSeeds, type Seeds } from '../../bench/odd-images/seeds'
import { longestLines } from '../../src/inference/mrz-lines'
import { wireEngines } from '../../src/wire'

const REFUSALS = [
  'UPLOAD_EMPTY',
  'IMAGE_UNSUPPORTED',
  'IMAGE_DAMAGED',
  'IMAGE_TOO_MANY_PIXELS',
  'IMAGE_TOO_SMALL',
]

/** Real networks on a machine that may be busy with other tests. */
const UNHURRIED_MS = 300_000

let seeds: Seeds
const engines = wireEngines()
beforeAll(async () => {
  seeds = await makeSeeds()
}, UNHURRIED_MS)
afterAll(() => engines.images.close())

const read = async (seed: number, forReaders: boolean) => {
  const { kind, side, bytes } = await makeOddFile(seed, seeds, forReaders)
  return { kind, ...(await readAll(engines, bytes, side)) }
}

test('an odd file is the same whenever it is made from its seed', async () => {
  for (const seed of [3, 14, 15]) {
    const again = await makeOddFile(seed, seeds)
    expect(await makeOddFile(seed, seeds)).toEqual(again)
  }
})

test('the mix is stated in thousandths, and 60 of them are for the readers', () => {
  const sum = (kinds: typeof KINDS) => kinds.reduce((total, { weight }) => total + weight, 0)
  expect(sum(KINDS)).toBe(1000)
  expect(sum(KINDS.filter(({ forReaders }) => forReaders))).toBe(60)
})

test('of a wall of text the 24 longest lines are tried as a zone, in their order on the page', () => {
  const pixels = { width: 1, height: 1, data: new Uint8Array(3) }
  const wall = Array.from({ length: 150 }, (_, y) => {
    const right = 1000 + ((y * 37) % 150)
    const [top, bottom] = [y * 10, y * 10 + 9]
    const corners = [
      [0, top],
      [right, top],
      [right, bottom],
      [0, bottom],
    ] as const
    const [a, b, c, d] = corners.map(([x, at]) => ({ x, y: at }))
    if (!a || !b || !c || !d) throw new Error('A line has four corners.')
    return { pixels, quad: [a, b, c, d] as [typeof a, typeof b, typeof c, typeof d] }
  })
  const kept = longestLines(wall)
  const rights = kept.map(({ quad }) => quad[1].x)
  expect([...rights].sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => 1126 + i))
  expect(kept.map(({ quad }) => quad[0].y)).toEqual(
    kept.map(({ quad }) => quad[0].y).sort((a, b) => a - b),
  )
  expect(longestLines(wall.slice(0, 20))).toEqual(wall.slice(0, 20))
})

describe('files from outside', () => {
  test(
    '40 spoilt ones are read or refused with a code, and break nothing',
    async () => {
      const codes = new Set<string>()
      for (let seed = 1; seed <= 40; seed++) {
        const outcome = await read(seed, false)
        expect({ seed, ...outcome }).toMatchObject({ failure: null })
        codes.add(outcome.code)
      }
      expect([...REFUSALS, 'READ']).toEqual(expect.arrayContaining([...codes]))
      expect(codes.size).toBeGreaterThan(3)
    },
    UNHURRIED_MS,
  )

  test(
    'four odd pictures go through every reader',
    async () => {
      for (let seed = 1; seed <= 4; seed++) {
        const outcome = await read(seed, true)
        expect({ seed, ...outcome }).toMatchObject({ failure: null, code: 'READ' })
        expect(outcome.timings.map(({ step }) => step)).toContain('measureQuality')
      }
    },
    UNHURRIED_MS,
  )
})
