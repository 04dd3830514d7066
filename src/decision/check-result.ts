import type { Quad } from '../vision/geometry'
import type { ReasonCode } from './reasons'
import type { SignalsRaised } from './tamper-score'

/** Every check there is. A new one: a name here, a file in checks/, a bar in policy.ts. */
export const CHECK_NAMES = [
  'DOCUMENT_READABLE',
  'MRZ_CHECK_DIGITS',
  'DOCUMENT_NOT_EXPIRED',
  'DOCUMENT_DATES',
  'DOCUMENT_ISSUER',
  'DOCUMENT_NUMBER_FORMAT',
  'DOCUMENT_TYPE',
  'FIELDS_AGREE',
  'SIDES_BELONG',
  'IMAGE_QUALITY',
  'DOCUMENT_GENUINE',
  'PORTRAIT_PRESENT',
  'SELFIE_QUALITY',
  'FACE_MATCH',
  'PASSIVE_LIVENESS',
  'ACTIVE_LIVENESS',
  'CHIP_AUTHENTIC',
  'RISK',
] as const
export type CheckName = (typeof CHECK_NAMES)[number]

/** What speaks for a reason: which image, where on it, what was measured and what would have passed. */
export type Evidence = {
  captureId?: string
  box?: Quad
  field?: string
  measured?: string
  limit?: string
  /** Of RISK: the model that scored, `rules-1` or a candidate. */
  model?: string
  /** What the organisation wrote to its rule. */
  text?: string
}

export type Reason = { code: ReasonCode; evidence: Evidence }

/**
 * What a check measured: a score, higher is safer, in the unit of its bar (see policy.ts), or null when there was
 * nothing to score, and then `reasons` says why. `reasons` is what stands against a pass should the score miss its bar.
 * `notes` stand against nothing: why a check was left out, or what a reviewer should know.
 */
export type CheckResult = {
  check: CheckName
  score: number | null
  reasons: Reason[]
  notes?: Reason[]
  /** Of DOCUMENT_GENUINE: what it rests on. */
  signals?: SignalsRaised
  durationMs: number
}
