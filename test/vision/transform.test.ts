import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  invert,
  scaleOf,
  similarityTransform,
  transformBox,
  transformPoint,
  viewOf,
} from '../../src/vision/transform'

const number = fc.double({ min: -1000, max: 1000, noNaN: true })
const point = fc.record({ x: number, y: number })
const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })
const scale = fc.double({ min: 0.05, max: 20, noNaN: true })

test('a quarter turn to the right, doubled and shifted, is found from its points', () => {
  const from = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0, y: 1 },
  ]
  const to = [
    { x: 10, y: 20 },
    { x: 10, y: 22 },
    { x: 8, y: 20 },
  ]
  const found = similarityTransform(from, to)
  for (const [name, value] of Object.entries({ a: 0, b: -2, c: 10, d: 2, e: 0, f: 20 }))
    expect(found[name as keyof typeof found]).toBeCloseTo(value, 12)
})

test('any similarity is found again from the points it moved', () => {
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 3, maxLength: 8 }),
      point,
      angle,
      scale,
      (from, centre, turn, by) => {
        const spread = Math.max(...from.map(({ x }) => x)) - Math.min(...from.map(({ x }) => x))
        fc.pre(spread > 1)
        const truth = viewOf(centre, by, turn, 112, 112)
        const found = similarityTransform(
          from,
          from.map((item) => transformPoint(truth, item)),
        )
        for (const item of from) {
          const moved = transformPoint(found, item)
          const expected = transformPoint(truth, item)
          expect(Math.hypot(moved.x - expected.x, moved.y - expected.y)).toBeLessThan(1e-6)
        }
      },
    ),
  )
})

test('noise is averaged: no similarity near the found one fits better', () => {
  const from = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 5, y: 8 },
    { x: 1, y: 12 },
  ]
  const to = [
    { x: 1, y: 2 },
    { x: 20, y: 3 },
    { x: 11, y: 19 },
    { x: 2, y: 25 },
  ]
  const error = (transform: ReturnType<typeof similarityTransform>) =>
    from.reduce((sum, item, index) => {
      const moved = transformPoint(transform, item)
      return sum + (moved.x - (to[index]?.x ?? 0)) ** 2 + (moved.y - (to[index]?.y ?? 0)) ** 2
    }, 0)
  const best = similarityTransform(from, to)
  for (const step of [-0.01, 0.01]) {
    expect(error({ ...best, a: best.a + step, e: best.e + step })).toBeGreaterThan(error(best))
    expect(error({ ...best, b: best.b - step, d: best.d + step })).toBeGreaterThan(error(best))
    expect(error({ ...best, c: best.c + step })).toBeGreaterThan(error(best))
  }
})

test('the inverse leads back', () => {
  fc.assert(
    fc.property(point, point, angle, scale, (centre, item, turn, by) => {
      const view = viewOf(centre, by, turn, 320, 240)
      const back = transformPoint(invert(view), transformPoint(view, item))
      expect(Math.hypot(back.x - item.x, back.y - item.y)).toBeLessThan(1e-6)
      expect(scaleOf(view)).toBeCloseTo(by, 9)
    }),
  )
})

test('what lies on a line has no inverse', () => {
  expect(() => invert({ a: 1, b: 2, c: 0, d: 2, e: 4, f: 0 })).toThrow('cannot be inverted')
})

test('a view has its middle at the centre', () => {
  const view = viewOf({ x: 40, y: 50 }, 2, Math.PI / 2, 11, 21)
  expect(transformPoint(view, { x: 5, y: 10 })).toEqual({ x: 40, y: 50 })
})

test('a box turned by a quarter keeps its sides, exchanged', () => {
  const view = viewOf({ x: 0, y: 0 }, 1, Math.PI / 2, 1, 1)
  const box = transformBox(view, { x: 1, y: 2, width: 3, height: 5 })
  for (const [name, value] of Object.entries({ x: -7, y: 1, width: 5, height: 3 }))
    expect(box[name as keyof typeof box]).toBeCloseTo(value, 12)
})
