import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { falseMatchRate, thresholdFor } from '../../src/vision/face-calibration'
import { cosineSimilarity, toUnitLength } from '../../src/vision/similarity'

const value = fc.float({ min: -100, max: 100, noNaN: true })
const vector = fc
  .array(value, { minLength: 4, maxLength: 4 })
  .map((values) => Float32Array.from(values))
const cosine = fc.double({ min: -1, max: 1, noNaN: true })

test('cosines of known angles', () => {
  expect(cosineSimilarity(Float32Array.of(1, 0), Float32Array.of(0, 5))).toBe(0)
  expect(cosineSimilarity(Float32Array.of(1, 1), Float32Array.of(2, 2))).toBe(1)
  expect(cosineSimilarity(Float32Array.of(1, 1), Float32Array.of(-3, -3))).toBe(-1)
  expect(cosineSimilarity(Float32Array.of(3, 4), Float32Array.of(4, 3))).toBeCloseTo(0.96, 12)
  expect(cosineSimilarity(Float32Array.of(0, 0), Float32Array.of(4, 3))).toBe(0)
})

test('the cosine is symmetric, in -1..1, and does not care for length', () => {
  fc.assert(
    fc.property(vector, vector, (a, b) => {
      const similarity = cosineSimilarity(a, b)
      expect(cosineSimilarity(b, a)).toBe(similarity)
      expect(Math.abs(similarity)).toBeLessThanOrEqual(1)
      expect(
        cosineSimilarity(
          a.map((x) => 2 * x),
          b,
        ),
      ).toBeCloseTo(similarity, 6)
    }),
  )
})

test('unit length is length one, and nothing stays nothing', () => {
  expect(Array.from(toUnitLength(Float32Array.of(0, 3, 4)))).toEqual([
    0,
    Math.fround(0.6),
    Math.fround(0.8),
  ])
  expect(Array.from(toUnitLength(Float32Array.of(0, 0)))).toEqual([0, 0])
})

test('the false match rate falls with the cosine, from 1 to one in a million', () => {
  expect(falseMatchRate(-1)).toBeCloseTo(1, 12)
  expect(falseMatchRate(0.532)).toBeCloseTo(9.83e-5, 12)
  expect(falseMatchRate(1)).toBeCloseTo(1e-6, 12)
  fc.assert(
    fc.property(cosine, cosine, (a, b) => {
      expect(falseMatchRate(Math.max(a, b))).toBeLessThanOrEqual(falseMatchRate(Math.min(a, b)))
    }),
  )
})

test('a threshold has the rate it was asked for', () => {
  expect(thresholdFor(1e-4)).toBeCloseTo(0.5318, 12)
  fc.assert(
    fc.property(fc.double({ min: -6, max: 0, noNaN: true }), (exponent) => {
      expect(Math.log10(falseMatchRate(thresholdFor(10 ** exponent)))).toBeCloseTo(exponent, 9)
    }),
  )
})

test('rates beyond the data get the threshold of the last one they show', () => {
  expect(thresholdFor(1e-9)).toBe(thresholdFor(1e-6))
  expect(thresholdFor(5)).toBe(thresholdFor(1))
})
