import { describe, expect, test } from '@jest/globals'
import { createRandom } from '../../src/specimens/random'
import { largestArea } from '../../src/vision/connected'
import { type GreyImage, histogramOf, median, percentile } from '../../src/vision/luminance'
import { printOf } from '../../src/vision/sharpness'
import { peakOverRing } from '../../src/vision/spectrum'

function grey(side: number, value: (x: number, y: number) => number): GreyImage {
  const data = Float32Array.from({ length: side * side }, (_, at) =>
    value(at % side, Math.floor(at / side)),
  )
  return { width: side, height: side, data }
}

/** A step from 40 to 200 whose blur is a Gaussian of the deviation (the logistic curve comes within 1 %). */
const step = (deviation: number) =>
  grey(64, (x) => 40 + 160 / (1 + Math.exp((-1.702 * (x - 31.5)) / deviation)))

describe('the width of an edge', () => {
  test('is two pixels where nothing is blurred', () => {
    expect(printOf(grey(64, (x) => (x < 32 ? 40 : 200)))?.edgeWidth).toBeCloseTo(8 / 3, 1)
  })

  test.each([2, 3, 4, 6])('grows with the blur: %d pixels', (deviation) => {
    const expected = 2.5 * Math.hypot(deviation, Math.SQRT1_2)
    const width = printOf(step(deviation))?.edgeWidth ?? 0
    expect(Math.abs(width - expected) / expected).toBeLessThan(0.12)
  })

  test('hardly changes with contrast', () => {
    const strong = printOf(step(3))?.edgeWidth ?? 0
    const { data, ...size } = step(3)
    const faint = printOf({ ...size, data: data.map((value) => 100 + value / 4) })
    expect(faint?.edgeWidth).toBeCloseTo(strong, 4)
    expect(faint?.contrast).toBeCloseTo((printOf(step(3))?.contrast ?? 0) / 4, 3)
  })
})

describe('a pattern finer than the picture', () => {
  const noise = () => {
    const random = createRandom(3)
    return grey(128, () => 128 + 20 * random.normal())
  }

  test('stands out from noise', () => {
    const { data, ...size } = noise()
    const wave = (at: number) => 8 * Math.sin(1.3 * (at % 128) + 0.9 * Math.floor(at / 128))
    expect(peakOverRing(noise())).toBeLessThan(5)
    expect(peakOverRing({ ...size, data: data.map((v, at) => v + wave(at)) })).toBeGreaterThan(8)
  })

  test('is not seen in a flat picture or in the grid of JPEG blocks', () => {
    expect(peakOverRing(grey(64, () => 90))).toBe(0)
    expect(peakOverRing(grey(128, (x) => (x % 8 === 0 ? 120 : 100)))).toBeLessThan(5)
  })
})

test('the largest connected area counts only what touches by its sides', () => {
  const rows = ['1100', '1001', '0011', '0001']
  const data = Uint8Array.from(rows.join(''), Number)
  expect(largestArea({ width: 4, height: 4, data })).toBe(4)
  expect(largestArea({ width: 4, height: 4, data: new Uint8Array(16) })).toBe(0)
})

test('percentiles are read off a histogram, medians off a list', () => {
  const histogram = histogramOf([0, 10, 20, 30, 300])
  expect(percentile(histogram, 0.5)).toBe(20)
  expect(percentile(histogram, 1)).toBe(255)
  expect(percentile(histogramOf([]), 0.5)).toBeNaN()
  expect(median([5, 1, 3])).toBe(3)
  expect(median([1, 2])).toBe(1.5)
})
