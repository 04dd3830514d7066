import type { MeshPoint } from './face-geometry'
import { MEAN_FACE } from './mean-face'
import { type Point3, type Rotation, rigidFit } from './rigid-fit'

/**
 * Where a head looks, in degrees, seen in an image that is not mirrored. `yaw` is positive towards the person's own
 * left (the right side of the image), `pitch` positive upwards, `roll` positive clockwise as seen.
 */
export type HeadPose = { yaw: number; pitch: number; roll: number }

/** The pose of a mesh of 468 landmarks: the rotation that brings MediaPipe's mean face nearest to it. */
export function headPose(mesh: readonly MeshPoint[]): HeadPose {
  const mean = MEAN_FACE.map(([, , x, y, z]): Point3 => ({ x, y, z }))
  const weights = MEAN_FACE.map(([, weight]) => weight)
  const seen = MEAN_FACE.map(([index]) => landmark(mesh, index))
  return poseOf(rigidFit(mean, seen, weights).rotation)
}

/**
 * A rotation as turned first by pitch, then by yaw, then by roll: the roll of a camera leaves the other two as they
 * are.
 */
export function poseOf({ w, x, y, z }: Rotation): HeadPose {
  const degrees = 180 / Math.PI
  const sine = Math.min(1, Math.max(-1, 2 * (x * z - w * y)))
  return {
    yaw: degrees * Math.asin(sine),
    pitch: -degrees * Math.atan2(2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
    roll: degrees * Math.atan2(2 * (x * y + w * z), 1 - 2 * (y * y + z * z)),
  }
}

function landmark(mesh: readonly MeshPoint[], index: number): MeshPoint {
  const point = mesh[index]
  if (point === undefined) throw new Error(`The mesh has no landmark ${index}.`)
  return point
}
