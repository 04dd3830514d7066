import { beforeAll, describe, expect, test } from '@jest/globals'
import { checkSelfie } from '../../src/checks/check-selfie'
import { REASONS } from '../../src/decision/reasons'
import type { Face } from '../../src/deps'
import { createFaces } from '../../src/inference/faces'
import { crop } from '../../src/vision/crop'
import type { Box, RgbImage } from '../../src/vision/geometry'
import { asSharp, mapPixels, photograph, pixelsOf } from '../support/photographs'

const faces = createFaces()

/** Parts of one photograph: the person in its middle, alone and together with the one at the left. */
const ALONE: Box = { x: 980, y: 110, width: 400, height: 500 }
const TOGETHER: Box = { x: 480, y: 60, width: 940, height: 640 }

let alone: RgbImage
let together: RgbImage

beforeAll(async () => {
  const group = await photograph(3)
  alone = crop(group, ALONE)
  together = crop(group, TOGETHER)
})

async function check(image: RgbImage, matched = true) {
  const [face = null, ...others] = await faces.find(image)
  return checkSelfie({ image, face, others, captureId: 'cap_selfie', frame: 0 }, matched)
}

const codes = ({ reasons }: { reasons: { code: string }[] }) => reasons.map(({ code }) => code)

test('a good selfie of one person passes, whether or not it matches', async () => {
  for (const matched of [true, false])
    expect(await check(alone, matched)).toMatchObject({ score: 1, reasons: [], notes: [] })
})

test('without a face there is nothing to score: the face match says so', () => {
  const selfie = { image: alone, face: null, others: [], captureId: 'cap_selfie', frame: 0 }
  expect(checkSelfie(selfie, false)).toMatchObject({ score: null, reasons: [] })
})

describe('a poor selfie', () => {
  const poor: [string, string, () => Promise<RgbImage>][] = [
    ['blurred', 'SELFIE_BLURRED', () => pixelsOf(asSharp(alone).blur(8))],
    ['dark', 'SELFIE_TOO_DARK', async () => mapPixels(alone, (value) => 0.3 * value - 20)],
    ['bright', 'SELFIE_TOO_BRIGHT', async () => mapPixels(alone, (value) => 2.5 * value)],
    ['small', 'SELFIE_TOO_SMALL', () => pixelsOf(asSharp(alone).resize(200))],
  ]

  test.each(poor)('that is %s is to be taken again: %s', async (_name, code, make) => {
    const result = await check(await make(), false)
    expect(result.score).toBe(0)
    expect(codes(result)).toContain(code)
    const [reason] = result.reasons
    expect(reason?.evidence).toMatchObject({ captureId: 'cap_selfie', box: expect.any(Array) })
  })

  test.each(poor)('that is %s only warns when the face matched', async (_name, code, make) => {
    const result = await check(await make(), true)
    expect(result.score).toBe(0.5)
    expect(codes(result)).toContain(code)
  })

  test('tells what was measured and what would have passed', async () => {
    const { reasons } = await check(await pixelsOf(asSharp(alone).resize(200)))
    const small = reasons.find(({ code }) => code === 'SELFIE_TOO_SMALL')
    expect(small?.evidence).toMatchObject({
      field: 'INTER_EYE_DISTANCE',
      measured: expect.stringMatching(/^\d+ px$/),
      limit: '60 px',
    })
  })
})

describe('several faces', () => {
  test('of like size ask for another selfie, even when the main one matched', async () => {
    const found = await faces.find(together)
    expect(found).toHaveLength(2)
    const result = await check(together, true)
    expect(result.score).toBe(0)
    const several = result.reasons.filter(({ code }) => code === 'SELFIE_SEVERAL_FACES')
    expect(several).toHaveLength(1)
    expect(several[0]?.evidence.box?.[0]).toMatchObject({ x: found[1]?.box.x, y: found[1]?.box.y })
  })

  test('of which the others are small are noted, and stand against nothing', async () => {
    const [main] = await faces.find(alone)
    if (main === undefined) throw new Error('No face was found.')
    const { box } = main
    const small: Face = {
      ...main,
      box: { x: 1, y: 2, width: box.width / 3, height: box.height / 3 },
    }
    const selfie = { image: alone, face: main, others: [small], captureId: 'cap_selfie', frame: 0 }
    const result = checkSelfie(selfie, false)
    expect(result).toMatchObject({ score: 1, reasons: [] })
    expect(result.notes).toMatchObject([
      { code: 'SELFIE_BYSTANDER', evidence: { measured: '33 % of the size of the main face' } },
    ])
  })
})

test('every reason about the selfie is the capture’s fault and tells the applicant what to do', () => {
  const about = Object.entries(REASONS).filter(([code]) => code.startsWith('SELFIE_'))
  expect(about).toHaveLength(11)
  for (const [, { fault, user }] of about) {
    expect(fault).toBe('CAPTURE')
    expect(user.length).toBeGreaterThan(20)
  }
})
