import type { Box, Point } from './geometry'

/** x' = a x + b y + c, y' = d x + e y + f. */
export type Affine = { a: number; b: number; c: number; d: number; e: number; f: number }

/** The point after the transform. */
export function transformPoint({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point {
  return { x: a * x + b * y + c, y: d * x + e * y + f }
}

/** The transform that undoes this one. @throws Error when there is none (everything falls onto a line) */
export function invert({ a, b, c, d, e, f }: Affine): Affine {
  const area = a * e - b * d
  if (Math.abs(area) < 1e-12) throw new Error('The transform cannot be inverted.')
  const inverse = { a: e / area, b: -b / area, d: -d / area, e: a / area }
  return {
    ...inverse,
    c: -(inverse.a * c + inverse.b * f),
    f: -(inverse.d * c + inverse.e * f),
  }
}

/** By how much lengths grow (geometric mean over directions). */
export function scaleOf({ a, b, d, e }: Affine): number {
  return Math.sqrt(Math.abs(a * e - b * d))
}

/**
 * The rotation, uniform scale and shift that bring the points `from` nearest to `to` in the least-squares sense
 * (Umeyama 1991, without reflection). Both lists are of one length, two points or more that do not all coincide.
 */
export function similarityTransform(from: Point[], to: Point[]): Affine {
  const source = centroid(from)
  const target = centroid(to)
  let along = 0
  let across = 0
  let spread = 0
  from.forEach((point, index) => {
    const x = point.x - source.x
    const y = point.y - source.y
    const u = (to[index]?.x ?? 0) - target.x
    const v = (to[index]?.y ?? 0) - target.y
    along += x * u + y * v
    across += x * v - y * u
    spread += x * x + y * y
  })
  const a = along / spread
  const d = across / spread
  return {
    a,
    b: -d,
    c: target.x - a * source.x + d * source.y,
    d,
    e: a,
    f: target.y - d * source.x - a * source.y,
  }
}

/**
 * From a picture of `width` x `height` pixels into an image: the picture shows the square or rectangle around `centre`
 * whose pixels are `scale` image pixels wide, turned by `angle` (radians, clockwise as seen).
 */
export function viewOf(
  centre: Point,
  scale: number,
  angle: number,
  width: number,
  height: number,
): Affine {
  const a = scale * Math.cos(angle)
  const d = scale * Math.sin(angle)
  const middle = { x: (width - 1) / 2, y: (height - 1) / 2 }
  return {
    a,
    b: -d,
    c: centre.x - a * middle.x + d * middle.y,
    d,
    e: a,
    f: centre.y - d * middle.x - a * middle.y,
  }
}

/** The smallest box around the points of a box after the transform. */
export function transformBox(transform: Affine, { x, y, width, height }: Box): Box {
  const corners = [
    transformPoint(transform, { x, y }),
    transformPoint(transform, { x: x + width, y }),
    transformPoint(transform, { x, y: y + height }),
    transformPoint(transform, { x: x + width, y: y + height }),
  ]
  return boundingBox(corners)
}

/** The smallest box around the points; there must be at least one. */
export function boundingBox(points: Point[]): Box {
  const xs = points.map((point) => point.x)
  const ys = points.map((point) => point.y)
  const left = Math.min(...xs)
  const top = Math.min(...ys)
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}

/** The mean of the points; there must be at least one. */
export function centroid(points: Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), {
    x: 0,
    y: 0,
  })
  return { x: sum.x / points.length, y: sum.y / points.length }
}
