import type { MeshPoint } from '../../src/vision/face-geometry'
import { applyFit, type Point3, type RigidFit } from '../../src/vision/rigid-fit'

/** How far lids and mouth are moved, 0 (as photographed) to 1 (shut, and 3 cm open). */
export type Features = { lids: number; mouth: number }

/** The points of a puppet with lids and jaw moved; `fit` is the mean face upon them. */
export function moveFace(points: MeshPoint[], { lids, mouth }: Features, fit: RigidFit) {
  const moved = points.map((point) => ({ ...point }))
  lowerLids(moved, lids)
  lowerJaw(moved, mouth * WIDEST_CM * fit.scale, fit)
  return moved
}

const WIDEST_CM = 3

/** Per eye: the upper lid, the lower lid under it, and the fold above it, from one corner to the other. */
const LIDS = [
  {
    upper: [246, 161, 160, 159, 158, 157, 173],
    lower: [7, 163, 144, 145, 153, 154, 155],
    fold: [247, 30, 29, 27, 28, 56, 190],
  },
  {
    upper: [466, 388, 387, 386, 385, 384, 398],
    lower: [249, 390, 373, 374, 380, 381, 382],
    fold: [467, 260, 259, 257, 258, 286, 414],
  },
]

/** How far a shut lid comes, over the way to the lower lid: the lashes hang over it. */
const SHUT = 1.15

/** The upper lids go down to the lower ones and draw the skin above them along. */
function lowerLids(points: MeshPoint[], share: number): void {
  for (const { upper, lower, fold } of LIDS)
    upper.forEach((index, at) => {
      const lid = points[index]
      const below = points[lower[at] ?? index]
      if (lid === undefined || below === undefined) return
      const by = { x: SHUT * share * (below.x - lid.x), y: SHUT * share * (below.y - lid.y) }
      move(points, index, by, 1)
      move(points, fold[at] ?? index, by, 0.4)
    })
}

const MOUTH_CORNERS = [78, 308] as const

/** The lips without their corners, each from the inner rim outwards. */
const UPPER_LIP = new Set([
  191, 80, 81, 82, 13, 312, 311, 310, 415, 183, 42, 41, 38, 12, 268, 271, 272, 407, 184, 74, 73, 72,
  11, 302, 303, 304, 408, 185, 40, 39, 37, 0, 267, 269, 270, 409,
])
const LOWER_LIP = new Set([
  95, 88, 178, 87, 14, 317, 402, 318, 324, 96, 89, 179, 86, 15, 316, 403, 319, 325, 77, 90, 180, 85,
  16, 315, 404, 320, 307, 146, 91, 181, 84, 17, 314, 405, 321, 375,
])

/** Whether a triangle of landmarks spans the gap between the lips. */
export function isInMouth(triangle: readonly number[]): boolean {
  return (
    triangle.some((corner) => UPPER_LIP.has(corner)) &&
    triangle.some((corner) => LOWER_LIP.has(corner))
  )
}

/** What lies below the line of the mouth goes down by `px` in the middle and by less at the sides. */
function lowerJaw(points: MeshPoint[], px: number, fit: RigidFit): void {
  const down = unitDown(fit)
  const [left, right] = [points[MOUTH_CORNERS[0]], points[MOUTH_CORNERS[1]]]
  if (left === undefined || right === undefined) return
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }
  points.slice(0, 468 + 36).forEach((point, index) => {
    const [dx, dy] = [point.x - middle.x, point.y - middle.y]
    const isBelow = dx * down.x + dy * down.y > 0
    if (UPPER_LIP.has(index) || !(isBelow || LOWER_LIP.has(index))) return
    const aside = (dx * down.y - dy * down.x) / (4 * fit.scale)
    move(points, index, { x: px * down.x, y: px * down.y }, Math.exp(-aside * aside))
  })
}

/** The direction of the chin in the image, one pixel long when the head stands upright. */
function unitDown(fit: RigidFit): { x: number; y: number } {
  const origin: Point3 = applyFit(fit, { x: 0, y: 0, z: 0 })
  const below = applyFit(fit, { x: 0, y: 1 / fit.scale, z: 0 })
  return { x: below.x - origin.x, y: below.y - origin.y }
}

function move(points: MeshPoint[], index: number, by: { x: number; y: number }, share: number) {
  const point = points[index]
  if (point === undefined) return
  points[index] = { x: point.x + share * by.x, y: point.y + share * by.y, z: point.z }
}
