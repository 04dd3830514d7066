import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mirror, softmax, toTensor } from '../../src/vision/tensor'

const image = { width: 2, height: 1, data: Float32Array.of(1, 2, 3, 11, 12, 13) }

test('pixels become planes, in either order of channels', () => {
  const rgb = toTensor([image], { order: 'RGB', mean: 1, std: 2 })
  expect(rgb.dims).toEqual([1, 3, 1, 2])
  expect(Array.from(rgb.data)).toEqual([0, 5, 0.5, 5.5, 1, 6])
  const bgr = toTensor([image], { order: 'BGR', mean: 0, std: 1 })
  expect(Array.from(bgr.data)).toEqual([3, 13, 2, 12, 1, 11])
})

test('a batch holds one image after the other, and a mirror exchanges left and right', () => {
  const batch = toTensor([image, mirror(image)], { order: 'RGB', mean: 0, std: 1 })
  expect(batch.dims).toEqual([2, 3, 1, 2])
  expect(Array.from(batch.data.subarray(6))).toEqual([11, 1, 12, 2, 13, 3])
  expect(mirror(mirror(image))).toEqual(image)
})

test('softmax sums to one and does not overflow', () => {
  expect(softmax([1000, 1000])).toEqual([0.5, 0.5])
  const logit = fc.double({ min: -500, max: 500, noNaN: true })
  fc.assert(
    fc.property(fc.array(logit, { minLength: 1, maxLength: 5 }), (logits) => {
      expect(softmax(logits).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
    }),
  )
})
