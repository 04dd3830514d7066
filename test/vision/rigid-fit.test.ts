import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { fitHomography } from '../../src/vision/fit-homography'
import { project } from '../../src/vision/homography'
import { applyFit, type Point3, rigidFit } from '../../src/vision/rigid-fit'
import { solve } from '../../src/vision/solve'
import { turnMatrix } from '../support/turned-face'

const number = fc.double({ min: -10, max: 10, noNaN: true })
const point = fc.record({ x: number, y: number, z: number })

describe('a rigid fit', () => {
  test('finds the similarity that moved the points', () => {
    const angle = fc.double({ min: -170, max: 170, noNaN: true })
    const scale = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(angle, angle, angle, scale, point, (yaw, pitch, roll, size, shift) => {
        const matrix = turnMatrix(yaw, pitch, roll)
        const from = [
          { x: 1, y: 2, z: 3 },
          { x: -4, y: 1, z: 0 },
          { x: 2, y: -3, z: 1 },
          { x: 0, y: 5, z: -2 },
        ]
        const to = from.map(({ x, y, z }): Point3 => {
          const [u = 0, v = 0, w = 0] = matrix.map(
            ([a = 0, b = 0, c = 0]) => size * (a * x + b * y + c * z),
          )
          return { x: u + shift.x, y: v + shift.y, z: w + shift.z }
        })
        const fit = rigidFit(from, to, [1, 2, 1, 0.5])
        expect(fit.scale).toBeCloseTo(size, 6)
        from.forEach((place, at) => {
          const moved = applyFit(fit, place)
          expect(moved.x).toBeCloseTo(to[at]?.x ?? Number.NaN, 5)
          expect(moved.y).toBeCloseTo(to[at]?.y ?? Number.NaN, 5)
          expect(moved.z).toBeCloseTo(to[at]?.z ?? Number.NaN, 5)
        })
      }),
    )
  })

  test('never takes a mirror image, and counts points by their weight', () => {
    const from = [
      { x: 1, y: 0, z: 0 },
      { x: 0, y: 1, z: 0 },
      { x: 0, y: 0, z: 1 },
      { x: 0, y: 0, z: 0 },
    ]
    const mirrored = from.map(({ x, y, z }) => ({ x: -x, y, z }))
    const { w, x, y, z } = rigidFit(from, mirrored, [1, 1, 1, 1]).rotation
    expect(Math.hypot(w, x, y, z)).toBeCloseTo(1, 9)
    const wrong = from.map((place, at) => (at === 3 ? { x: 9, y: 9, z: 9 } : place))
    const fit = rigidFit(from, wrong, [1, 1, 1, 0])
    expect(fit.scale).toBeCloseTo(1, 9)
  })
})

describe('a fitted homography', () => {
  test('is the one that moved the points', () => {
    const h = [1.1, 0.05, 0.1, -0.03, 0.9, -0.2, 0.15, -0.08, 1]
    const from = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => ({ x, y })))
    const fitted = fitHomography(
      from,
      from.map((place) => project(h, place)),
    )
    fitted?.forEach((value, at) => {
      expect(value).toBeCloseTo(h[at] ?? Number.NaN, 9)
    })
    expect(fitted).toHaveLength(9)
  })

  test('does not exist for points in line', () => {
    const line = [0, 1, 2, 3, 4].map((x) => ({ x, y: 2 * x }))
    expect(fitHomography(line, line)).toBeNull()
  })
})

describe('linear equations', () => {
  test('are solved, whatever the order of the rows', () => {
    const solution = solve(
      [
        [0, 2, 1],
        [1, 0, 0],
        [3, 0, -1],
      ],
      [7, 2, 3],
    )
    expect(solution?.map((value) => Math.round(1e9 * value) / 1e9)).toEqual([2, 2, 3])
  })

  test('without a single solution have none', () => {
    expect(
      solve(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toBeNull()
  })
})
