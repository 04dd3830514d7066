import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { RgbImage } from '../../src/vision/geometry'
import { shrink } from '../../src/vision/shrink'
import { viewOf } from '../../src/vision/transform'
import { warp } from '../../src/vision/warp'

const IDENTITY = { a: 1, b: 0, c: 0, d: 0, e: 1, f: 0 }

function picture(
  width: number,
  height: number,
  value: (x: number, y: number, channel: number) => number,
): RgbImage {
  const data = new Uint8Array(3 * width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++)
        data[3 * (y * width + x) + channel] = value(x, y, channel)
  return { width, height, data }
}

test('seen as it is, an image is itself', () => {
  const image = picture(7, 5, (x, y, channel) => 10 * x + 3 * y + channel)
  expect(Array.from(warp(image, IDENTITY, 7, 5, 0).data)).toEqual(Array.from(image.data))
})

test('between pixels the value is in between', () => {
  const image = picture(2, 2, (x, y) => 100 * x + 50 * y)
  const half = warp(image, { ...IDENTITY, c: 0.5, f: 0.5 }, 1, 1, 0)
  expect(Array.from(half.data)).toEqual([75, 75, 75])
})

test('outside is the border: a grey value, or the nearest pixel', () => {
  const image = picture(2, 2, () => 200)
  const beside = { ...IDENTITY, c: -5 }
  expect(warp(image, beside, 1, 1, 127).data[0]).toBe(127)
  expect(warp(image, beside, 1, 1, 'nearest').data[0]).toBe(200)
  expect(warp(image, { ...IDENTITY, c: -0.5 }, 1, 1, 0).data[0]).toBe(100)
})

test('a linear ramp keeps its values at every scale and turn', () => {
  const image = picture(256, 256, (x) => x)
  fc.assert(
    fc.property(
      fc.double({ min: 0.3, max: 7, noNaN: true }),
      fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
      (scale, angle) => {
        const view = viewOf({ x: 127.5, y: 127.5 }, scale, angle, 9, 9)
        const seen = warp(image, view, 9, 9, 'nearest')
        for (let row = 0; row < 9; row++)
          for (let column = 0; column < 9; column++) {
            const x = view.a * column + view.b * row + view.c
            expect(Math.abs((seen.data[3 * (9 * row + column)] ?? 0) - x)).toBeLessThan(0.51)
          }
      },
    ),
  )
})

test('fine stripes become grey, not broad stripes', () => {
  const stripes = picture(256, 256, (x) => (x % 2 === 0 ? 0 : 254))
  const small = warp(stripes, { a: 8, b: 0, c: 3.5, d: 0, e: 8, f: 3.5 }, 32, 32, 'nearest')
  expect(small.data.every((value) => value === 127)).toBe(true)
})

test('shrinking takes the rounded mean of every block and only of the region', () => {
  const image = picture(6, 4, (x, y) => (x >= 2 && y >= 2 ? 10 * (x - 2) + y : 255))
  const small = shrink(image, { x: 2, y: 2, width: 4, height: 2 }, 2)
  expect({ width: small.width, height: small.height }).toEqual({ width: 2, height: 1 })
  expect(Array.from(small.data)).toEqual([8, 8, 8, 28, 28, 28])
})
