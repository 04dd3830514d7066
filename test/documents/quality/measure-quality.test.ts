import { beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import {
  measureQuality,
  PAGE,
  type QualityMeasure,
  type QualityRegion,
} from '../../../src/documents/quality/measure-quality'
import type { QualityName } from '../../../src/documents/quality/quality-limits'
import { createRandom } from '../../../src/specimens/random'
import { renderSpecimen } from '../../../src/specimens/render-specimen'
import { inventPerson } from '../../../src/specimens/specimen-person'
import type { Quad, RgbImage } from '../../../src/vision/geometry'
import { CARD_SIZES, type DocumentOutline } from '../../../src/vision/page-geometry'
import { scaleQuad } from '../../../src/vision/quads'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { hypot } = Math

let image: RgbImage
let outline: DocumentOutline
let regions: QualityRegion[]

beforeAll(async () => {
  const fields = inventPerson('TD3', createRandom(41), '2026-11-24')
  const made = await renderSpecimen({
    format: 'TD3',
    fields,
    portrait: null,
    seed: 41,
    degrade: 'phone',
  })
  image = await decode(sharp(made.image))
  outline = found(made.truth.pageBox)
  regions = [
    { name: 'MRZ', kind: 'TEXT', box: made.truth.mrzBox },
    { name: 'FACE', kind: 'FACE', box: made.truth.portraitBox },
  ]
})

function found(quad: Quad): DocumentOutline {
  return {
    kind: 'FOUND',
    quad,
    quarterTurns: 0,
    size: 'ID_3',
    page: CARD_SIZES.ID_3,
    sides: ['EDGE', 'EDGE', 'EDGE', 'EDGE'],
  }
}

async function decode(source: sharp.Sharp): Promise<RgbImage> {
  const { data, info } = await source.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

const fromPixels = ({ width, height, data }: RgbImage) =>
  sharp(data, { raw: { width, height, channels: 3 } })

const failures = (measures: QualityMeasure[]) =>
  measures.filter(({ passes }) => !passes).map(({ name, region }) => `${name} ${region}`)

function measured(measures: QualityMeasure[], name: QualityName, region: string): number {
  const measure = measures.find((one) => one.name === name && one.region === region)
  return measure?.value ?? Number.NaN
}

function withLight(gain: number, offset: number): RgbImage {
  const data = new Uint8ClampedArray(image.data)
  for (let at = 0; at < data.length; at++) data[at] = (data[at] ?? 0) * gain + offset
  return { ...image, data: new Uint8Array(data.buffer) }
}

test('a fair photograph by phone passes in everything', () => {
  const measures = measureQuality(image, regions, outline)
  expect(failures(measures)).toEqual([])
  expect(measures.every(({ message }) => message === '')).toBe(true)
  expect(new Set(measures.map(({ name }) => name)).size).toBe(7)
})

describe('a photograph is refused, and says what to do,', () => {
  test('when it is blurred', async () => {
    const blurred = await decode(fromPixels(image).blur(7))
    const measures = measureQuality(blurred, regions, outline)
    expect(failures(measures)).toContain('BLUR MRZ')
    const message = measures.find(({ name, passes }) => name === 'BLUR' && !passes)?.message
    expect(message).toContain('Hold the phone still')
  })

  test('the more blurred the wider its edges', async () => {
    const widths: number[] = []
    for (const blur of [1, 2, 3, 4, 5])
      widths.push(
        measured(
          measureQuality(await decode(fromPixels(image).blur(blur)), regions, outline),
          'BLUR',
          'MRZ',
        ),
      )
    expect([...widths].sort((a, b) => a - b)).toEqual(widths)
  })

  test('when it is dark', () => {
    expect(failures(measureQuality(withLight(0.1, 0), regions, outline))).toContain('TOO_DARK PAGE')
  })

  test('when the print is washed out', () => {
    const measures = measureQuality(withLight(0.2, 236), regions, outline)
    expect(failures(measures)).toContain('TOO_BRIGHT MRZ')
  })

  test('when the print is faint', () => {
    const measures = measureQuality(withLight(0.08, 120), regions, outline)
    expect(failures(measures)).toContain('LOW_CONTRAST MRZ')
  })

  test('when a reflection lies on a field, and only for that field', () => {
    const [topLeft, topRight] = regions[0]?.box ?? outline.quad
    const middle = (topLeft.x + topRight.x) / 2
    const data = image.data.slice()
    for (let y = 0; y < image.height; y++)
      for (let x = 0; x < image.width; x++)
        if (hypot(x - middle, y - topLeft.y - 50) < 150)
          data.fill(255, 3 * (y * image.width + x), 3 * (y * image.width + x) + 3)
    const failed = failures(measureQuality({ ...image, data }, regions, outline))
    expect(failed).toContain('GLARE MRZ')
    expect(failed).not.toContain('GLARE FACE')
  })

  test('when the document is small', async () => {
    const small = await decode(fromPixels(image).resize(360))
    const factor = 360 / image.width
    const smaller = regions.map((region) => ({ ...region, box: scaleQuad(region.box, factor) }))
    const measures = measureQuality(small, smaller, found(scaleQuad(outline.quad, factor)))
    expect(failures(measures)).toContain('TOO_SMALL PAGE')
  })

  test('when a part is beyond the picture', async () => {
    const width = Math.round(outline.quad[1].x - 60)
    const cut = await decode(
      fromPixels(image).extract({ left: 0, top: 0, width, height: image.height }),
    )
    const measures = measureQuality(cut, regions, outline)
    expect(failures(measures)).toContain('CUT_OFF PAGE')
    expect(measured(measures, 'CUT_OFF', PAGE)).toBeGreaterThan(2)
  })
})

test('white paper is no reflection', async () => {
  const fields = inventPerson('TD3', createRandom(42), '2026-11-24')
  const request = { format: 'TD3', fields, portrait: null, seed: 42, degrade: 'none' } as const
  const { image: bytes, truth } = await renderSpecimen(request)
  const scan = await decode(sharp(bytes).linear(1.3, 0))
  const zone = { name: 'MRZ', kind: 'TEXT', box: truth.mrzBox } as const
  const measures = measureQuality(scan, [zone], found(truth.pageBox))
  expect(measures.find(({ name }) => name === 'GLARE')).toMatchObject({ value: null, passes: true })
  expect(failures(measures)).toEqual([])
})

test('a region beyond the picture is cut off and breaks nothing', () => {
  const away: Quad = [
    { x: -500, y: -500 },
    { x: -400, y: -500 },
    { x: -400, y: -450 },
    { x: -500, y: -450 },
  ]
  const measures = measureQuality(image, [{ name: 'AWAY', kind: 'TEXT', box: away }], outline)
  expect(failures(measures)).toEqual(['CUT_OFF AWAY'])
})
