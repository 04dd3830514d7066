import type { Point, Quad } from '../vision/geometry'

/** A projective map of the plane: nine numbers, row by row, the last one 1. */
export type Homography = number[]

/** The homography that takes the corners `from` to the corners `to`. @throws Error when three corners are in line */
export function homography(from: Quad, to: Quad): Homography {
  const rows = from.flatMap(({ x, y }, i) => {
    const { x: u, y: v } = to[i] ?? { x: 0, y: 0 }
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ]
  })
  return [...solve(rows), 1]
}

/** Where the homography takes a point. */
export function project(h: Homography, { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h
  const w = g * x + i * y + 1
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
}

/** Gauss-Jordan elimination with pivoting; each row ends in its right-hand side. */
function solve(rows: number[][]): number[] {
  for (let column = 0; column < rows.length; column++) {
    const [pivot = []] = rows.splice(pivotRow(rows, column), 1)
    if (Math.abs(pivot[column] ?? 0) < 1e-12) throw new Error('Three corners are in line.')
    for (const row of rows) eliminate(row, pivot, column)
    rows.splice(column, 0, pivot)
  }
  return rows.map((row, i) => (row[rows.length] ?? 0) / (row[i] ?? 1))
}

function eliminate(row: number[], pivot: number[], column: number): void {
  const factor = (row[column] ?? 0) / (pivot[column] ?? 1)
  for (const [i, number] of pivot.entries()) row[i] = (row[i] ?? 0) - number * factor
}

function pivotRow(rows: number[][], column: number): number {
  let best = column
  for (let i = column; i < rows.length; i++)
    if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = i
  return best
}
