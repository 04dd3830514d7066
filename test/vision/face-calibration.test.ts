import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { falseMatchRate, thresholdFor } from '../../src/vision/face-calibration'

const TABLE = [
  [-3, 1],
  [0, 0.1],
  [1, 1e-2],
  [4, 1e-5],
] as const

const score = fc.double({ min: -10, max: 10, noNaN: true })

test('between its points the logarithm of the rate is linear, and beyond them it says no more', () => {
  expect(falseMatchRate(TABLE, 2)).toBeCloseTo(1e-3, 12)
  expect(falseMatchRate(TABLE, -9)).toBeCloseTo(1, 12)
  expect(falseMatchRate(TABLE, 9)).toBeCloseTo(1e-5, 12)
})

test('the rate never rises with the score', () => {
  fc.assert(
    fc.property(score, score, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)]
      expect(falseMatchRate(TABLE, high)).toBeLessThanOrEqual(falseMatchRate(TABLE, low))
    }),
  )
})

test('a threshold has the rate it was asked for', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 0, noNaN: true }), (exponent) => {
      const rate = falseMatchRate(TABLE, thresholdFor(TABLE, 10 ** exponent))
      expect(Math.log10(rate)).toBeCloseTo(exponent, 9)
    }),
  )
})

test('a rate that the data do not show has no threshold: nothing matches', () => {
  expect(thresholdFor(TABLE, 9e-6)).toBe(Number.POSITIVE_INFINITY)
  expect(thresholdFor(TABLE, 1e-5)).toBeCloseTo(4, 12)
})
