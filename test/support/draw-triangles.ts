import type { MeshPoint } from '../../src/vision/face-geometry'
import type { Point, RgbImage } from '../../src/vision/geometry'
import { copyPixel } from './camera'
import type { Triangle } from './triangulate'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { ceil, floor, max, min } = Math

/** Triangles that lie behind all others, and triangles that are the inside of a mouth. */
type Kinds = { background(triangle: Triangle): boolean; inMouth(triangle: Triangle): boolean }

/** The photograph with every triangle drawn where its corners have moved, the farthest first; backs are left out. */
export function drawTriangles(
  photo: RgbImage,
  from: MeshPoint[],
  to: MeshPoint[],
  triangles: Triangle[],
  { background, inMouth }: Kinds,
): RgbImage {
  const picture = { ...photo, data: photo.data.slice() }
  const depthOf = (triangle: Triangle) =>
    triangle.reduce((sum, corner) => sum + (to[corner]?.z ?? 0), 0) +
    (background(triangle) ? FAR : 0)
  const sorted = triangles
    .map((triangle) => ({ triangle, depth: depthOf(triangle) }))
    .sort((a, b) => b.depth - a.depth)
  for (const { triangle } of sorted) {
    const [a, b, c] = triangle.map((corner) => to[corner])
    const [p, q, r] = triangle.map((corner) => from[corner])
    if (!(a && b && c && p && q && r) || area(a, b, c) <= 0) continue
    if (inMouth(triangle)) draw(photo, picture, [p, q, r], [a, b, c], true)
    else if (area(p, q, r) > 0) draw(photo, picture, [p, q, r], [a, b, c], false)
  }
  return picture
}

const FAR = 1e6

type Corners = readonly [Point, Point, Point]

function area(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

function draw(photo: RgbImage, picture: RgbImage, from: Corners, to: Corners, dark: boolean): void {
  const [a, b, c] = to
  const whole = area(a, b, c)
  if (whole === 0) return
  const top = max(0, ceil(min(a.y, b.y, c.y)))
  const bottom = min(picture.height - 1, floor(max(a.y, b.y, c.y)))
  const left = max(0, ceil(min(a.x, b.x, c.x)))
  const right = min(picture.width - 1, floor(max(a.x, b.x, c.x)))
  const [p, q, r] = from
  for (let y = top; y <= bottom; y++)
    for (let x = left; x <= right; x++) {
      const v = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / whole
      const w = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / whole
      if (v < -1e-9 || w < -1e-9 || v + w > 1 + 1e-9) continue
      const u = 1 - v - w
      const at = 3 * (y * picture.width + x)
      if (dark) picture.data.set(INSIDE_OF_MOUTH, at)
      else {
        const place = { x: u * p.x + v * q.x + w * r.x, y: u * p.y + v * q.y + w * r.y }
        copyPixel(photo, place, picture.data, at)
      }
    }
}

const INSIDE_OF_MOUTH = [52, 22, 22]
