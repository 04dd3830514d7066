import type { CheckResult, Reason } from '../decision/check-result'
import type { ReasonCode } from '../decision/reasons'
import { poorSelfieScore } from '../decision/selfie-score'
import { type FaceMeasure, measureFace } from '../vision/face-quality'
import type { FaceQualityName } from '../vision/face-quality-limits'
import type { Selfie } from './find-selfie'

const CODES: Record<FaceQualityName, ReasonCode> = {
  INTER_EYE_DISTANCE: 'SELFIE_TOO_SMALL',
  SHARPNESS: 'SELFIE_BLURRED',
  UNDER_EXPOSURE: 'SELFIE_TOO_DARK',
  OVER_EXPOSURE: 'SELFIE_TOO_BRIGHT',
  ILLUMINATION_UNIFORMITY: 'SELFIE_UNEVEN_LIGHT',
  EYES_VISIBLE: 'SELFIE_EYES_HIDDEN',
  POSE_YAW: 'SELFIE_TURNED_AWAY',
  POSE_PITCH: 'SELFIE_TURNED_AWAY',
  POSE_ROLL: 'SELFIE_TURNED_AWAY',
  FACE_CROP: 'SELFIE_CUT_OFF',
  SINGLE_FACE: 'SELFIE_SEVERAL_FACES',
}

/**
 * The selfie is good enough, and shows one person. A poor one whose face `matched` all the same only warns: it served
 * its purpose. Two faces of like size never pass: nobody knows whose selfie it is. Smaller faces are noted.
 */
export function checkSelfie(
  { image, face, others, captureId }: Selfie,
  matched: boolean,
): Omit<CheckResult, 'durationMs'> {
  const check = 'SELFIE_QUALITY'
  if (!face) return { check, score: null, reasons: [] }
  const measures = measureFace(image, face, others)
  const failing = measures.filter(({ passes }) => !passes)
  const bystanders = measures.filter(({ name, passes }) => name === 'SINGLE_FACE' && passes)
  return {
    check,
    score: scoreOf(failing, matched),
    reasons: failing.map((measure) => reason(CODES[measure.name], measure, captureId)),
    notes: bystanders.map((measure) => reason('SELFIE_BYSTANDER', measure, captureId)),
  }
}

function scoreOf(failing: FaceMeasure[], matched: boolean): number {
  if (failing.length === 0) return 1
  const alone = failing.every(({ name }) => name !== 'SINGLE_FACE')
  return poorSelfieScore(alone, matched)
}

function reason(code: ReasonCode, measure: FaceMeasure, captureId: string): Reason {
  const { name, value, limit, unit, box } = measure
  const measured = `${Math.round(value)} ${unit}`
  return { code, evidence: { captureId, field: name, measured, limit: `${limit} ${unit}`, box } }
}
