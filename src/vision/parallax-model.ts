import type { MeshPoint } from './face-geometry'
import { type FacePatch, PATCH_SIDE } from './face-patch'
import { fitHomography } from './fit-homography'
import type { Point } from './geometry'
import { type Homography, project } from './homography'
import { MEAN_FACE } from './mean-face'
import { applyFit, rigidFit } from './rigid-fit'

/**
 * What two patches of one face should have in common, in coordinates -1..1 of the patch: points of the first; how far
 * a solid head that turned as the meshes say would carry each of them off the best plane; and the homography that the
 * meshes suggest.
 */
export type ParallaxModel = { points: Point[]; parallax: Point[]; start: Homography }

/** The model of a turn from one patch to another; null when the landmarks do not determine one. */
export function parallaxModel(from: FacePatch, to: FacePatch): ParallaxModel | null {
  const landmarks = INNER.filter((index) => index < from.points.length)
  const turn = rigidFit(
    MEAN_FACE.map(([index]) => landmark(from, index)),
    MEAN_FACE.map(([index]) => landmark(to, index)),
    MEAN_FACE.map(([, weight]) => weight),
  )
  const points = landmarks.map((index) => centred(landmark(from, index)))
  const seen = landmarks.map((index) => centred(landmark(to, index)))
  const solid = landmarks.map((index) => centred(applyFit(turn, landmark(from, index))))
  const plane = fitHomography(points, solid)
  const start = fitHomography(points, seen)
  if (plane === null || start === null) return null
  const parallax = points.map((point, at) => {
    const flat = project(plane, point)
    const { x, y } = solid[at] ?? flat
    return { x: x - flat.x, y: y - flat.y }
  })
  return { points, parallax, start }
}

/** Landmarks on the rim of MediaPipe's mesh: there the head ends and the background begins. */
const RIM = new Set([
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
])

const INNER = Array.from({ length: 468 }, (_, index) => index).filter((index) => !RIM.has(index))

function landmark({ points }: FacePatch, index: number): MeshPoint {
  const point = points[index]
  if (point === undefined) throw new Error(`The mesh has no landmark ${index}.`)
  return point
}

function centred({ x, y }: Point): Point {
  return { x: x / HALF - 1, y: y / HALF - 1 }
}

const HALF = PATCH_SIDE / 2
