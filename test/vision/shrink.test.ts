import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RgbImage } from '../../src/vision/geometry'
import { shrink, shrinkAndHalve } from '../../src/vision/shrink'

const images = fc
  .tuple(fc.integer({ min: 16, max: 41 }), fc.integer({ min: 16, max: 37 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: 3 * width * height, maxLength: 3 * width * height })
      .map((data): RgbImage => ({ width, height, data })),
  )

function whole({ width, height }: RgbImage) {
  return { x: 0, y: 0, width, height }
}

test('a pixel is the rounded mean of its block, halves upwards, whatever the factor', () => {
  fc.assert(
    fc.property(images, fc.integer({ min: 1, max: 5 }), (image, factor) => {
      const small = shrink(image, whole(image), factor)
      const [x, y] = [small.width - 1, small.height - 1]
      let sum = 0
      for (let row = 0; row < factor; row++)
        for (let column = 0; column < factor; column++) {
          const at = 3 * ((y * factor + row) * image.width + x * factor + column) + 1
          sum += image.data[at] ?? 0
        }
      const mean = Math.floor(sum / factor ** 2 + 0.5)
      expect(small.data[3 * (y * small.width + x) + 1]).toBe(mean)
    }),
  )
})

test('shrinking and halving at once gives the bits of both, one after the other', () => {
  fc.assert(
    fc.property(images, fc.constantFrom(2, 3, 4), (image, factor) => {
      const between = shrink(image, whole(image), factor)
      expect(shrinkAndHalve(image, factor)).toEqual(shrink(between, whole(between), 2))
    }),
  )
})
