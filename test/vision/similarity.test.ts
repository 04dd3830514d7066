import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cosineSimilarity, toUnitLength } from '../../src/vision/similarity'

const value = fc.float({ min: -100, max: 100, noNaN: true })
const vector = fc
  .array(value, { minLength: 4, maxLength: 4 })
  .map((values) => Float32Array.from(values))

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
