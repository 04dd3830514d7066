import type { Box, Point } from './geometry'
import { type Affine, centroid, scaleOf, transformPoint, viewOf } from './transform'

/**
 * A landmark of the mesh: pixels of the image, and in the same unit how far behind the others it lies (nose: least).
 */
export type MeshPoint = Point & { z: number }

/** Left eye, right eye, nose tip, left and right mouth corner, as seen in the image. */
export type FivePoints = [Point, Point, Point, Point, Point]

/** Where ArcFace-trained networks expect the five points in their picture of 112 x 112 (insightface, arcface_dst). */
export const ARCFACE_TEMPLATE: FivePoints = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
]

/** Side of ARCFACE_TEMPLATE's picture in pixels. */
export const ARCFACE_SIDE = 112

/** Landmarks of MediaPipe's face mesh (canonical_face_model): the rim of each eye as seen, nose tip, mouth corners. */
const LEFT_EYE = [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246]
const RIGHT_EYE = [263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466]
const NOSE_TIP = 1
const MOUTH_CORNERS = [61, 291] as const

/** How much wider than the face the mesh network's picture is. */
const MESH_MARGIN = 1.5

/** The mesh network's view of a face: a square of `side` pixels around the box, turned by `angle` radians. */
export function meshView(box: Box, angle: number, side: number): Affine {
  const scale = (MESH_MARGIN * Math.max(box.width, box.height)) / side
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  return viewOf(centre, scale, angle, side, side)
}

/** The mesh's landmarks (468 times x, y, z in pixels of its view) as points of the image. */
export function meshPoints(mesh: Float32Array, view: Affine): MeshPoint[] {
  const scale = scaleOf(view)
  const points: MeshPoint[] = []
  for (let at = 0; at + 2 < mesh.length; at += 3) {
    const { x, y } = transformPoint(view, { x: mesh[at] ?? 0, y: mesh[at + 1] ?? 0 })
    points.push({ x, y, z: scale * (mesh[at + 2] ?? 0) })
  }
  return points
}

/** The five points that alignment needs, out of the 468. @throws Error when a landmark is missing */
export function fivePoints(mesh: Point[]): FivePoints {
  return [
    centroid(pick(mesh, LEFT_EYE)),
    centroid(pick(mesh, RIGHT_EYE)),
    centroid(pick(mesh, [NOSE_TIP])),
    centroid(pick(mesh, [MOUTH_CORNERS[0]])),
    centroid(pick(mesh, [MOUTH_CORNERS[1]])),
  ]
}

/** How far the line through the eyes is turned from the horizontal: radians, clockwise as seen. */
export function rollOf([left, right]: FivePoints): number {
  return Math.atan2(right.y - left.y, right.x - left.x)
}

/** The direction from the mouth to the eyes, in pixels. */
export function upOfFace([leftEye, rightEye, , leftMouth, rightMouth]: FivePoints): Point {
  return {
    x: (leftEye.x + rightEye.x - leftMouth.x - rightMouth.x) / 2,
    y: (leftEye.y + rightEye.y - leftMouth.y - rightMouth.y) / 2,
  }
}

/**
 * The liveness network's square: `margin` times the longer side of the face's box, moved (and if need be shrunk) into
 * the image (the rule of minivision's Silent-Face-Anti-Spoofing).
 */
export function livenessSquare(
  box: Box,
  image: { width: number; height: number },
  margin: number,
): Box {
  const side = Math.min(margin * Math.max(box.width, box.height), image.width, image.height)
  const within = (start: number, length: number) => Math.min(Math.max(0, start), length - side)
  return {
    x: within(box.x + box.width / 2 - side / 2, image.width),
    y: within(box.y + box.height / 2 - side / 2, image.height),
    width: side,
    height: side,
  }
}

function pick(mesh: Point[], indices: readonly number[]): Point[] {
  return indices.map((index) => {
    const point = mesh[index]
    if (point === undefined) throw new Error(`The mesh has no landmark ${index}.`)
    return point
  })
}
