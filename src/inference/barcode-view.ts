import type { Mat } from '@techstark/opencv-js'
import type { Point, Quad } from '../vision/geometry'
import { homography, project } from '../vision/homography'
import { quadOfBox } from '../vision/quads'
import { type OpenCv, withMats } from './opencv'

/** A picture cut out of another; `toImage` takes a point of it to its place in that other one. */
export type View = { grey: Mat; toImage(point: Point): Point }

/**
 * What lies in a quad of a grey picture, flat and upright, `width` pixels wide with a margin around it; at most as
 * high as wide. The caller frees the Mat. Null when the quad is not convex, runs anticlockwise or is too small.
 */
export function flatten(cv: OpenCv, grey: Mat, quad: Quad, width: number): View | null {
  if (!isSolid(quad)) return null
  const [a, b, c, d] = quad
  const across = (distance(a, b) + distance(d, c)) / 2
  const down = (distance(a, d) + distance(b, c)) / 2
  const margin = Math.round(width * MARGIN)
  const inner = { x: margin, y: margin, width: width - 2 * margin, height: margin }
  inner.height = Math.min(inner.width, Math.max(margin, Math.round((inner.width * down) / across)))
  const map = homography(quadOfBox(inner), quad)
  const out = withMats((keep) => {
    const matrix = keep(cv.matFromArray(3, 3, cv.CV_64F, [...map]))
    const size = new cv.Size(width, inner.height + 2 * margin)
    const flags = cv.INTER_CUBIC | cv.WARP_INVERSE_MAP
    const flat = new cv.Mat()
    cv.warpPerspective(grey, flat, matrix, size, flags, cv.BORDER_REPLICATE, new cv.Scalar())
    return flat
  })
  return { grey: out, toImage: (point) => project(map, point) }
}

/** The margin, as a share of the width: a barcode wants two modules of quiet around it. */
const MARGIN = 0.06

/** Twice the area of the smallest triangle of three neighbouring corners, in square pixels. */
const MIN_CORNER = 400

function isSolid(quad: Quad): boolean {
  return quad.every((corner, i) => {
    const next = quad[(i + 1) % 4] ?? corner
    const afterNext = quad[(i + 2) % 4] ?? corner
    const [x, y] = [next.x - corner.x, next.y - corner.y]
    return x * (afterNext.y - next.y) - y * (afterNext.x - next.x) > MIN_CORNER
  })
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
