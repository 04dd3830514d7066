import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Point, Quad } from '../../src/vision/geometry'
import { homography, invertHomography, project } from '../../src/vision/homography'
import {
  areaOf,
  contains,
  intersection,
  quadOfBox,
  quadOverlap,
  turnQuad,
} from '../../src/vision/quads'

const square = (x: number, y: number, side: number) =>
  quadOfBox({ x, y, width: side, height: side })

/** Convex, clockwise: a square whose corners stray by less than a quarter of its side. */
const anyQuad = fc
  .array(fc.double({ min: -0.24, max: 0.24, noNaN: true }), { minLength: 8, maxLength: 8 })
  .map((s) =>
    square(0, 0, 1).map(({ x, y }, i) => ({
      x: 100 * (x + (s[2 * i] ?? 0)),
      y: 100 * (y + (s[2 * i + 1] ?? 0)),
    })),
  )
  .map((corners) => corners as Quad)

const closeTo = (a: Point, b: Point, tolerance: number) =>
  Math.hypot(a.x - b.x, a.y - b.y) < tolerance

describe('a homography', () => {
  test('takes corners to corners, and its inverse takes every point back', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(anyQuad, anyQuad, unit, unit, (from, to, u, v) => {
        const h = homography(from, to)
        from.forEach((corner, i) => {
          expect(closeTo(project(h, corner), to[i] ?? corner, 1e-6)).toBe(true)
        })
        const inside = project(homography(square(0, 0, 1), from), { x: u, y: v })
        const back = project(invertHomography(h), project(h, inside))
        expect(closeTo(back, inside, 1e-6)).toBe(true)
      }),
    )
  })

  test('of corners in line does not exist', () => {
    const [a, , c, d] = square(0, 0, 5)
    expect(() => homography([a, a, c, d], square(0, 0, 1))).toThrow('in line')
  })
})

describe('two quads', () => {
  test('overlap as their areas say', () => {
    expect(quadOverlap(square(0, 0, 2), square(1, 0, 2))).toBeCloseTo(1 / 3, 9)
    expect(quadOverlap(square(0, 0, 2), square(0, 0, 2))).toBeCloseTo(1, 9)
    expect(quadOverlap(square(0, 0, 2), square(5, 0, 2))).toBe(0)
    expect(intersection(square(0, 0, 2), square(5, 0, 2))).toEqual([])
  })

  test('overlap the same whichever comes first, and never beyond the smaller one', () => {
    fc.assert(
      fc.property(anyQuad, anyQuad, (a, b) => {
        expect(quadOverlap(a, b)).toBeCloseTo(quadOverlap(b, a), 6)
        const shared = Math.abs(areaOf(intersection(a, b)))
        expect(shared).toBeLessThan(Math.min(areaOf(a), areaOf(b)) + 1e-6)
      }),
    )
  })
})

test('a quad holds its middle and not what lies beside it', () => {
  expect(contains(square(3, 3, 4), { x: 5, y: 5 })).toBe(true)
  expect(contains(square(3, 3, 4), { x: 2, y: 5 })).toBe(false)
})

test('four turns of a quad are none', () => {
  const quad = square(1, 2, 3)
  expect(turnQuad(quad, 4)).toEqual(quad)
  expect(turnQuad(quad, -1)[1]).toEqual(quad[0])
})
