import type { Limit } from './limit'

/** What can be wrong with a photograph of a face, in the terms of ISO/IEC 29794-5 where it has one. */
export type FaceQualityName =
  | 'INTER_EYE_DISTANCE'
  | 'SHARPNESS'
  | 'UNDER_EXPOSURE'
  | 'OVER_EXPOSURE'
  | 'ILLUMINATION_UNIFORMITY'
  | 'EYES_VISIBLE'
  | 'POSE_YAW'
  | 'POSE_PITCH'
  | 'POSE_ROLL'
  | 'FACE_CROP'
  | 'SINGLE_FACE'

/**
 * Where the limits come from: docs/faces-quality.md. Sharpness and light lie where faces begin to be matched less often
 * on photographs made worse; pose, crop and eyes beyond nearly all ordinary photographs; the size is what a reviewer
 * needs, the matcher makes do with less.
 */
export const FACE_LIMITS: Record<FaceQualityName, Limit> = {
  INTER_EYE_DISTANCE: { limit: 60, unit: 'px', passesWhen: 'AT_LEAST' },
  SHARPNESS: { limit: 38, unit: '% fine detail', passesWhen: 'AT_LEAST' },
  UNDER_EXPOSURE: { limit: 25, unit: '% nearly black', passesWhen: 'AT_MOST' },
  OVER_EXPOSURE: { limit: 20, unit: '% nearly white', passesWhen: 'AT_MOST' },
  ILLUMINATION_UNIFORMITY: { limit: 30, unit: '% of the brighter side', passesWhen: 'AT_LEAST' },
  EYES_VISIBLE: { limit: 35, unit: '% of the brightness of the cheek', passesWhen: 'AT_LEAST' },
  POSE_YAW: { limit: 40, unit: 'degrees', passesWhen: 'AT_MOST' },
  POSE_PITCH: { limit: 30, unit: 'degrees', passesWhen: 'AT_MOST' },
  POSE_ROLL: { limit: 30, unit: 'degrees', passesWhen: 'AT_MOST' },
  FACE_CROP: { limit: 10, unit: '% of the face', passesWhen: 'AT_MOST' },
  SINGLE_FACE: { limit: 70, unit: '% of the size of the main face', passesWhen: 'AT_MOST' },
}
