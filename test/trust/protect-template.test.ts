import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { protectTemplates } from '../../src/trust/protect-template'
import { logLikelihoodRatio } from '../../src/vision/face-template'
import { cosineSimilarity } from '../../src/vision/similarity'

const SIZE = 192
const key = (name: string) => createHash('sha256').update(name).digest()
const protect = protectTemplates(key('one'), SIZE)
const other = protectTemplates(key('two'), SIZE)

const template = fc
  .array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: SIZE, maxLength: SIZE })
  .map((numbers) => ({ vector: Float32Array.from(numbers), bias: -2.5 }))

test('protected templates of one key compare as they did before', () => {
  fc.assert(
    fc.property(template, template, (a, b) => {
      const before = logLikelihoodRatio({ offset: 1 }, a, b)
      const after = logLikelihoodRatio({ offset: 1 }, protect(a), protect(b))
      expect(Math.abs(after - before)).toBeLessThan(1e-3)
    }),
    { numRuns: 50 },
  )
})

test('the same key protects in the same way every time', () => {
  const [sample] = fc.sample(template, { numRuns: 1, seed: 1 })
  if (!sample) throw new Error('There is no sample.')
  expect(protectTemplates(key('one'), SIZE)(sample)).toEqual(protect(sample))
})

test('under another key, and before and after, a template is as unlike as two random ones', () => {
  // the cosine of random directions in 192 dimensions deviates by 1 / sqrt(192) = 0.072
  const samples = fc
    .sample(template, { numRuns: 40, seed: 2 })
    .filter(({ vector }) => Math.hypot(...vector) > 1)
  const cosines = samples.flatMap((sample) => [
    cosineSimilarity(protect(sample).vector, other(sample).vector),
    cosineSimilarity(protect(sample).vector, sample.vector),
  ])
  expect(cosines.length).toBeGreaterThan(60)
  expect(Math.max(...cosines.map(Math.abs))).toBeLessThan(0.36) // five deviations
})

test('a key of another length is refused', () => {
  expect(() => protectTemplates(new Uint8Array(16), SIZE)).toThrow(/32 bytes/)
})
