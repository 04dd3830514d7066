import type { Point, Quad } from './geometry'

/** A projective map of the plane: nine numbers, a 3 x 3 matrix row by row, known up to a factor. */
export type Homography = readonly number[]

/**
 * The homography that takes the corners `from` to the corners `to` (through the unit square: Heckbert 1989, §2.2.2).
 * @throws Error when three corners of `from` are in line
 */
export function homography(from: Quad, to: Quad): Homography {
  return multiply(fromSquare(to), invertHomography(fromSquare(from)))
}

/** Where the homography takes a point. */
export function project(h: Homography, { x, y }: Point): Point {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 1] = h
  const w = g * x + i * y + j
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
}

/** The homography that undoes this one. @throws Error when there is none (everything falls onto a line) */
export function invertHomography(h: Homography): Homography {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 0] = h
  const first = e * j - f * i
  const second = f * g - d * j
  const third = d * i - e * g
  const determinant = a * first + b * second + c * third
  if (Math.abs(determinant) < 1e-12) throw new Error('Three corners are in line.')
  const adjugate = [
    ...[first, c * i - b * j, b * f - c * e],
    ...[second, a * j - c * g, c * d - a * f],
    ...[third, b * g - a * i, a * e - b * d],
  ]
  return adjugate.map((value) => value / determinant)
}

/** First `right`, then `left`. */
function multiply(left: Homography, right: Homography): Homography {
  return Array.from({ length: 9 }, (_, at) => {
    const row = Math.floor(at / 3) * 3
    const column = at % 3
    return [0, 1, 2].reduce(
      (sum, k) => sum + (left[row + k] ?? 0) * (right[3 * k + column] ?? 0),
      0,
    )
  })
}

/** From the unit square's corners (0,0), (1,0), (1,1), (0,1) to the quad's. */
function fromSquare([p, q, r, s]: Quad): Homography {
  const [dx1, dx2, dx3] = [q.x - r.x, s.x - r.x, p.x - q.x + r.x - s.x]
  const [dy1, dy2, dy3] = [q.y - r.y, s.y - r.y, p.y - q.y + r.y - s.y]
  const area = dx1 * dy2 - dx2 * dy1
  if (Math.abs(area) < 1e-12) throw new Error('Three corners are in line.')
  const g = (dx3 * dy2 - dx2 * dy3) / area
  const h = (dx1 * dy3 - dx3 * dy1) / area
  const across = [q.x - p.x + g * q.x, s.x - p.x + h * s.x, p.x]
  const down = [q.y - p.y + g * q.y, s.y - p.y + h * s.y, p.y]
  return [...across, ...down, g, h, 1]
}
