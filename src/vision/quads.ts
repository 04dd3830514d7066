import type { Box, Point, Quad } from './geometry'

/** The corners of a box in reading order. */
export function quadOfBox({ x, y, width, height }: Box): Quad {
  const [right, bottom] = [x + width, y + height]
  return [
    { x, y },
    { x: right, y },
    { x: right, y: bottom },
    { x, y: bottom },
  ]
}

/** The quad in the image made `factor` times as large (pixel centres at whole numbers). */
export function scaleQuad(quad: Quad, factor: number): Quad {
  const scaled = (value: number) => (value + 0.5) * factor - 0.5
  return mapQuad(quad, ({ x, y }) => ({ x: scaled(x), y: scaled(y) }))
}

/** Each corner of the quad after a map. */
export function mapQuad([a, b, c, d]: Quad, map: (point: Point) => Point): Quad {
  return [map(a), map(b), map(c), map(d)]
}

/** The quad whose first corner is the one `steps` further on in reading order; `steps` may be negative. */
export function turnQuad(quad: Quad, steps: number): Quad {
  const corner = (index: number) => quad[(((index + steps) % 4) + 4) % 4] ?? quad[0]
  return [corner(0), corner(1), corner(2), corner(3)]
}

/** The area within a polygon in square pixels: positive where its corners run clockwise as seen. */
export function areaOf(polygon: Point[]): number {
  const twice = polygon.reduce((sum, { x, y }, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? { x, y }
    return sum + x * next.y - next.x * y
  }, 0)
  return twice / 2
}

/** Whether the point lies in the convex quad, which runs clockwise as seen; its edges count as inside. */
export function contains([a, b, c, d]: Quad, point: Point): boolean {
  return (
    leftOf(a, b, point) >= 0 &&
    leftOf(b, c, point) >= 0 &&
    leftOf(c, d, point) >= 0 &&
    leftOf(d, a, point) >= 0
  )
}

/** Intersection over union of two convex quads that run clockwise as seen: 0..1. */
export function quadOverlap(a: Quad, b: Quad): number {
  const shared = Math.max(0, areaOf(intersection(a, b)))
  const union = areaOf(a) + areaOf(b) - shared
  return union > 0 ? shared / union : 0
}

/** The part of a convex quad inside another (Sutherland and Hodgman 1974); empty where they do not touch. */
export function intersection(subject: Quad, clip: Quad): Point[] {
  let polygon: Point[] = [...subject]
  clip.forEach((from, index) => {
    polygon = keepInside(polygon, from, clip[(index + 1) % 4] ?? from)
  })
  return polygon
}

/** The mean length of the top and bottom side, and of the left and right side, in pixels. */
export function sidesOf([a, b, c, d]: Quad): { across: number; down: number } {
  return {
    across: (distance(a, b) + distance(d, c)) / 2,
    down: (distance(a, d) + distance(b, c)) / 2,
  }
}

/** The distance between two points in pixels. */
export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** The share (0..1) of a quad that lies beyond the image's border. */
export function shareOutside(
  quad: Quad,
  { width, height }: { width: number; height: number },
): number {
  const area = areaOf(quad)
  if (area <= 0) return 1
  const inside = intersection(quad, quadOfBox({ x: -0.5, y: -0.5, width, height }))
  return Math.max(0, 1 - areaOf(inside) / area)
}

function keepInside(polygon: Point[], from: Point, to: Point): Point[] {
  return polygon.flatMap((point, index) => {
    const before = polygon[(index + polygon.length - 1) % polygon.length] ?? point
    const [here, there] = [leftOf(from, to, point), leftOf(from, to, before)]
    const crossing = here * there < 0 ? [towards(before, point, there / (there - here))] : []
    return here >= 0 ? [...crossing, point] : crossing
  })
}

/** Positive where the point lies to the inner side of an edge of a polygon that runs clockwise as seen. */
function leftOf(from: Point, to: Point, { x, y }: Point): number {
  return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
}

function towards(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share }
}
