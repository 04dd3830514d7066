import { beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { createOutliner, type Outliner } from '../../src/inference/document-outline'
import { createRandom } from '../../src/specimens/random'
import { type Degradation, renderSpecimen } from '../../src/specimens/render-specimen'
import type { SpecimenFormat } from '../../src/specimens/specimen-layout'
import { inventPerson } from '../../src/specimens/specimen-person'
import type { Point, Quad, RgbImage } from '../../src/vision/geometry'
import { distance, mapQuad, quadOverlap } from '../../src/vision/quads'

const TODAY = '2026-11-24'

let outliner: Outliner
beforeAll(() => {
  outliner = createOutliner()
})

async function specimen(format: SpecimenFormat, degrade: Degradation, seed: number) {
  const fields = inventPerson(format, createRandom(seed), TODAY)
  const { image, truth } = await renderSpecimen({ format, fields, portrait: null, seed, degrade })
  return { bytes: image, image: await decode(sharp(image)), truth }
}

async function decode(source: sharp.Sharp): Promise<RgbImage> {
  const { data, info } = await source.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

/** Where a point lies after clockwise quarter turns of its image. */
function turned(turns: number, { width, height }: RgbImage) {
  return ({ x, y }: Point): Point => {
    if (turns === 1) return { x: height - 1 - y, y: x }
    if (turns === 2) return { x: width - 1 - x, y: height - 1 - y }
    return turns === 3 ? { x: y, y: width - 1 - x } : { x, y }
  }
}

describe('a page on a desk', () => {
  test.each([
    ['TD3', 'light', 'ID_3'],
    ['TD2', 'phone', 'ID_2'],
    ['TD1', 'hard', 'ID_1'],
    ['TD3', 'hard', 'ID_3'],
  ] as const)('%s, %s, is found from its zone', async (format, degrade, size) => {
    const { image, truth } = await specimen(format, degrade, 4)
    const hints = { mrzBox: truth.mrzBox, mrzFormat: format }
    const outline = await outliner.findOutline(image, hints)
    expect(outline).toMatchObject({ kind: 'FOUND', quarterTurns: 0, size })
    expect(outline.sides).toEqual(['EDGE', 'EDGE', 'EDGE', 'EDGE'])
    expect(quadOverlap(outline.quad, truth.pageBox)).toBeGreaterThan(0.96)
  })

  test.each([1, 2, 3])('turned %d times is brought upright', async (turns) => {
    const { bytes, image, truth } = await specimen('TD1', 'phone', 7)
    const map = turned(turns, image)
    const seen = await decode(sharp(bytes).rotate(90 * turns))
    const outline = await outliner.findOutline(seen, { mrzBox: mapQuad(truth.mrzBox, map) })
    expect(outline.quarterTurns).toBe((4 - turns) % 4)
    expect(quadOverlap(outline.quad, mapQuad(truth.pageBox, map))).toBeGreaterThan(0.96)
    expect(distance(outline.quad[0], map(truth.pageBox[0]))).toBeLessThan(20)
  })

  test('without a zone is found by its shape, and the face says which way is up', async () => {
    const { bytes, image, truth } = await specimen('TD1', 'phone', 9)
    const map = turned(2, image)
    const seen = await decode(sharp(bytes).rotate(180))
    const faceBox = mapQuad(truth.portraitBox, map)
    const outline = await outliner.findOutline(seen, { faceBox })
    expect(outline).toMatchObject({ kind: 'FOUND', quarterTurns: 2, size: 'ID_1' })
    expect(quadOverlap(outline.quad, mapQuad(truth.pageBox, map))).toBeGreaterThan(0.96)
  })
})

test('of two cards in one photograph the one with the zone is taken', async () => {
  const first = await specimen('TD1', 'phone', 12)
  const second = await specimen('TD1', 'phone', 13)
  const { width, height } = first.image
  const both = sharp({ create: { width, height: 2 * height, channels: 3, background: '#5a4632' } })
  const pair = await both
    .composite([
      { input: first.bytes, left: 0, top: 0 },
      { input: second.bytes, left: 0, top: height },
    ])
    .png()
    .toBuffer()
  const lower = ({ x, y }: Point) => ({ x, y: y + height })
  const outline = await outliner.findOutline(await decode(sharp(pair)), {
    mrzBox: mapQuad(second.truth.mrzBox, lower),
    mrzFormat: 'TD1',
  })
  expect(quadOverlap(outline.quad, mapQuad(second.truth.pageBox, lower))).toBeGreaterThan(0.96)
})

test('a tight scan is the whole image', async () => {
  const { image, truth } = await specimen('TD3', 'none', 2)
  const outline = await outliner.findOutline(image, { mrzBox: truth.mrzBox, mrzFormat: 'TD3' })
  expect(outline).toMatchObject({ kind: 'WHOLE_IMAGE', quarterTurns: 0, size: 'ID_3' })
  expect(quadOverlap(outline.quad, truth.pageBox)).toBeGreaterThan(0.99)
})

test('a page whose surroundings look like it is placed by its zone, and that is said', async () => {
  const zone: Quad = [
    { x: 300, y: 700 },
    { x: 1062, y: 700 },
    { x: 1062, y: 850 },
    { x: 300, y: 850 },
  ]
  const blank = { width: 1600, height: 1200, data: new Uint8Array(1600 * 1200 * 3).fill(190) }
  const outline = await outliner.findOutline(blank, { mrzBox: zone, mrzFormat: 'TD1' })
  expect(outline.kind).toBe('FROM_ZONE')
  expect(outline.sides).toEqual(['PREDICTED', 'PREDICTED', 'PREDICTED', 'PREDICTED'])
  expect(distance(outline.quad[0], outline.quad[1])).toBeCloseTo(856, 0)
})

test('an image of nothing, with nothing known, is taken whole, however small', async () => {
  for (const [width, height] of [
    [640, 480],
    [1, 1],
    [3, 900],
  ] as const) {
    const blank = { width, height, data: new Uint8Array(3 * width * height).fill(90) }
    const outline = await outliner.findOutline(blank, {})
    expect(outline.kind).toBe('WHOLE_IMAGE')
  }
})

describe('the flat page', () => {
  test('has the page’s size, and its points lead to the image and back', async () => {
    const { image, truth } = await specimen('TD1', 'hard', 21)
    const outline = await outliner.findOutline(image, { mrzBox: truth.mrzBox, mrzFormat: 'TD1' })
    const flat = await outliner.flatten(image, outline)
    expect([flat.image.width, flat.image.height]).toEqual([1027, 648])
    for (const corner of truth.portraitBox)
      expect(distance(flat.toImage(flat.toFlat(corner)), corner)).toBeLessThan(1e-6)
    const [topLeft] = mapQuad(truth.portraitBox, flat.toFlat)
    const printed = { x: (40 * 85.6 * 12) / 1011, y: (92 * 53.98 * 12) / 638 }
    expect(distance(topLeft, printed)).toBeLessThan(10)
  })

  test('of a page standing on its side is upright', async () => {
    const { bytes, image, truth } = await specimen('TD3', 'light', 22)
    const map = turned(1, image)
    const seen = await decode(sharp(bytes).rotate(90))
    const upright = await outliner.flatten(
      image,
      await outliner.findOutline(image, { mrzBox: truth.mrzBox }),
      4,
    )
    const mrzBox = mapQuad(truth.mrzBox, map)
    const again = await outliner.flatten(seen, await outliner.findOutline(seen, { mrzBox }), 4)
    expect([again.image.width, again.image.height]).toEqual([500, 352])
    const difference = again.image.data.reduce(
      (sum, value, at) => sum + Math.abs(value - (upright.image.data[at] ?? 0)),
      0,
    )
    expect(difference / again.image.data.length).toBeLessThan(6)
  })
})
