import type { PerEye } from '../vision/face-measures'
import type { FacePatch } from '../vision/face-patch'
import type { Box } from '../vision/geometry'
import type { HeadPose } from '../vision/head-pose'
import type { Light } from '../vision/light'

/** What one frame shows of its main face. It stays in memory: nothing of it is to be stored or logged. */
export type FrameMeasure = {
  /** Size of the frame in pixels. */
  width: number
  height: number
  /** Faces in the frame that are at least half as high as the main one, itself included. */
  faces: number
  /** The main face in pixels of the frame. */
  box: Box
  /** The mesh network's logit that it is a face; above 0 it is one likelier than not. */
  presence: number
  pose: HeadPose
  /** Probability 0..1 that each eye is closed. */
  eyesClosed: PerEye
  /** How far the lids are apart, over the width of the eye. */
  eyeAspect: PerEye
  /** How far the lips are apart, over the distance between the outer corners of the eyes. */
  mouthOpening: number
  /** The light that comes from cheeks and forehead, 0..1 each; null where they are over- or underexposed. */
  skin: Light | null
  /** The light that comes from around the person; null when the face leaves nothing of it. */
  background: Light | null
  /** The template of the face: unit length. */
  template: Float32Array
  /** The face upright in 112 x 112 grey pixels with its landmarks. */
  patch: FacePatch
  /** Width of the patch's edges in its pixels: a sharp face has 3 to 6. */
  edgeWidth: number
  /** Luminance 0..255 of single pixels on a grid of 48 x 36 over the frame, row by row. */
  grid: Uint8Array
}

/** A frame of a burst: when the client took it, from the start of the step; null: no face was found. */
export type BurstFrame = { atMs: number; measure: FrameMeasure | null }

/** The frames of one step in the order in which they were sent. */
export type Burst = BurstFrame[]

/** A frame with a face. */
export type Seen = { atMs: number; measure: FrameMeasure }

/** The frames of a burst that have a face. */
export function seenIn(burst: Burst): Seen[] {
  return burst.flatMap(({ atMs, measure }) =>
    measure !== null && measure.presence > 0 ? [{ atMs, measure }] : [],
  )
}
