import { fineDetail } from './blur-effect'
import { exposureOf } from './face-exposure'
import { ARCFACE_SIDE, ARCFACE_TEMPLATE, type FivePoints } from './face-geometry'
import { FACE_LIMITS, type FaceQualityName } from './face-quality-limits'
import { fivePointPose } from './five-point-pose'
import type { Box, Quad, RgbImage } from './geometry'
import { meets } from './limit'
import { luminance } from './luminance'
import { distance, mapQuad, quadOfBox, shareOutside } from './quads'
import { type Affine, invert, similarityTransform, transformPoint } from './transform'
import { warp } from './warp'

/** One property of a face: its value, and whether it passes the limit; `box` is the place in pixels of the image. */
export type FaceMeasure = {
  name: FaceQualityName
  value: number
  limit: number
  unit: string
  passes: boolean
  box: Quad
}

/** A face found on an image, in its pixels. */
type FoundFace = { box: Box; landmarks: FivePoints }

/**
 * The quality of a face for being matched and looked at: size, sharpness, light, visible eyes, pose, whether the image
 * cuts it, and every other face. Sharpness and light are measured on the picture that the matcher sees (112 pixels,
 * level), so they mean the same at every size. What hides nose or mouth, and closed eyes, are not measured.
 */
export function measureFace(
  image: RgbImage,
  face: FoundFace,
  others: readonly FoundFace[],
): FaceMeasure[] {
  const toImage = invert(similarityTransform(face.landmarks, ARCFACE_TEMPLATE))
  const whole = wholeFace(toImage)
  const measured: [FaceQualityName, number][] = [
    ['INTER_EYE_DISTANCE', distance(face.landmarks[0], face.landmarks[1])],
    ...onAlignedFace(image, toImage),
    ...poseOf(face.landmarks),
    ['FACE_CROP', 100 * shareOutside(whole, image)],
  ]
  return [
    ...measured.map(([name, value]) => judge(name, value, whole)),
    ...others.map((other) =>
      judge('SINGLE_FACE', 100 * relativeSize(other, face), quadOfBox(other.box)),
    ),
  ]
}

function judge(name: FaceQualityName, value: number, box: Quad): FaceMeasure {
  const { limit, unit } = FACE_LIMITS[name]
  return { name, value, limit, unit, passes: meets(FACE_LIMITS[name], value), box }
}

/** From the hairline to the chin and from ear to ear, in the picture of ARCFACE_TEMPLATE. */
const WHOLE_FACE: Box = { x: 16, y: 20, width: 80, height: 94 }

function wholeFace(toImage: Affine): Quad {
  return mapQuad(quadOfBox(WHOLE_FACE), (corner) => transformPoint(toImage, corner))
}

/** From the brows to the chin, in the same picture: eyes, nose and mouth have the fine detail of a face. */
const INNER_FACE: Box = { x: 24, y: 36, width: 64, height: 72 }

function onAlignedFace(image: RgbImage, toImage: Affine): [FaceQualityName, number][] {
  const picture = warp(image, toImage, ARCFACE_SIDE, ARCFACE_SIDE, 'nearest')
  const { under, over, evenness, eyes } = exposureOf(picture)
  return [
    ['SHARPNESS', 100 * fineDetail(luminance(picture, INNER_FACE))],
    ['UNDER_EXPOSURE', 100 * under],
    ['OVER_EXPOSURE', 100 * over],
    ['ILLUMINATION_UNIFORMITY', 100 * evenness],
    ['EYES_VISIBLE', 100 * eyes],
  ]
}

function poseOf(landmarks: FivePoints): [FaceQualityName, number][] {
  const { yaw, pitch, roll } = fivePointPose(landmarks)
  return [
    ['POSE_YAW', Math.abs(yaw)],
    ['POSE_PITCH', Math.abs(pitch)],
    ['POSE_ROLL', Math.abs(roll)],
  ]
}

/** The size of a face as a share of another's, in lengths. */
function relativeSize(face: FoundFace, main: FoundFace): number {
  return Math.sqrt((face.box.width * face.box.height) / (main.box.width * main.box.height))
}
