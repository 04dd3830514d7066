import type { ReasonCode } from '../decision/reasons'
import type { LabelSource } from '../risk/observation'

/** What a reviewer said of a case, at last. */
export type Opinion = { outcome: string; reasons: readonly string[] }

export type ReviewLabel = { fraud: boolean; source: LabelSource }

/**
 * For which reasons a rejection says that it was fraud. None of RISK is among them: a model would learn what a model had said.
 * A bad photograph, a document that expired, a rule of the organisation's own say nothing of fraud.
 */
const FRAUD: readonly ReasonCode[] = [
  'TAMPER_SUSPECTED',
  'CHIP_NOT_AUTHENTIC',
  'SIDES_DIFFER',
  'FACE_MISMATCH',
  'LIVENESS_OTHER_PERSON',
  'LIVENESS_NOT_THREE_DIMENSIONAL',
  'LIVENESS_FRAMES_REPEATED',
  'RECAPTURE_MOIRE',
  'RECAPTURE_BORDER',
  'RECAPTURE_PALE',
  'RECAPTURE_GLOSS',
  'INJECTION_HINT',
]

/**
 * What can be learned of a decided case. `blind`: what somebody else made of it who did not know; where the two differ, nothing
 * can.
 */
export function labelOfReview(decided: Opinion, blind: Opinion | null): ReviewLabel | null {
  const fraud = isFraud(decided)
  if (fraud === null) return null
  if (blind === null) return { fraud, source: 'REVIEWER' }
  return isFraud(blind) === fraud ? { fraud, source: 'BLIND_REVIEW' } : null
}

function isFraud({ outcome, reasons }: Opinion): boolean | null {
  if (outcome === 'APPROVE') return false
  const told = reasons.some((reason) => FRAUD.some((code) => code === reason))
  return outcome === 'REJECT' && told ? true : null
}
