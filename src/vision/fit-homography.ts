import type { Point } from './geometry'
import type { Homography } from './homography'
import { solve } from './solve'

/**
 * The homography that brings the points `from` nearest to `to` (algebraic least squares, last number 1). Both lists
 * are of one length, four points or more; best about -1..1, so that nothing is lost in rounding. Null when the points
 * do not determine one, being in line.
 */
export function fitHomography(from: Point[], to: Point[]): Homography | null {
  const matrix = Array.from({ length: 8 }, () => new Array<number>(8).fill(0))
  const right = new Array<number>(8).fill(0)
  from.forEach(({ x, y }, index) => {
    const { x: u, y: v } = to[index] ?? { x, y }
    addEquation(matrix, right, [x, y, 1, 0, 0, 0, -x * u, -y * u], u)
    addEquation(matrix, right, [0, 0, 0, x, y, 1, -x * v, -y * v], v)
  })
  const solution = solve(matrix, right)
  return solution === null ? null : [...solution, 1]
}

/** Adds a row of an overdetermined system to its normal equations, weighed. */
export function addEquation(
  matrix: number[][],
  right: number[],
  row: readonly number[],
  value: number,
  weight = 1,
): void {
  for (let i = 0; i < row.length; i++) {
    const scaled = weight * (row[i] ?? 0)
    const target = matrix[i]
    if (target === undefined) continue
    for (let j = 0; j < row.length; j++) target[j] = (target[j] ?? 0) + scaled * (row[j] ?? 0)
    right[i] = (right[i] ?? 0) + scaled * value
  }
}
