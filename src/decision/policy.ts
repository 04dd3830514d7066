import type { DocumentType } from '../documents/document-type'
import type { ImageSignalName } from '../documents/tamper/tamper-signal'
import type { RiskModel } from '../risk/score-risk'
import type { CheckName } from './check-result'
import type { Rule } from './rules'

export type Verdict = 'APPROVE' | 'RETAKE' | 'REFER' | 'REJECT'

/** What may follow where something stands against an approval. */
export type Consequence = Exclude<Verdict, 'APPROVE'>

/**
 * A bar for one check. At or above `pass` it passes. Below, what follows is `otherwise`; at or above `warn`, where
 * there is one, the check only warns and the decision goes on. A check that is `optional` may say that it has
 * nothing to score: licences have no check digits, passports no back, many documents no chip.
 */
export type Bar = { pass: number; warn?: number; otherwise: Consequence; optional?: true }

/** Checks whose bar may be set: that of FACE_MATCH follows from the false match rate, that of RISK is its model's. */
export type BarName = Exclude<CheckName, 'FACE_MATCH' | 'RISK'>

/** What of a bar is set anew; what is left out stays. `warn: null`: nothing only warns; `optional: false`: it has to be there. */
export type BarChange = {
  pass?: number | undefined
  warn?: number | null | undefined
  otherwise?: Consequence | undefined
  optional?: boolean | undefined
}

/** What a raised tamper signal leads to: it is shown to whoever looks, or a person has to look. */
export type TamperWeight = 'WARN' | 'REFER'

/** What holds for certain documents alone: of one of these kinds, from one of these issuing states. */
export type Override = {
  documentTypes?: readonly DocumentType[] | undefined
  countries?: readonly string[] | undefined
  targetFalseMatchRate?: number | undefined
  tamperSignals?: Partial<Record<ImageSignalName, TamperWeight | 'OFF'>> | undefined
  bars?: Partial<Record<BarName, BarChange>> | undefined
}

export type Policy = {
  /** Of the organisation's own one: pol_…; null: the default. */
  id: string | null
  version: string
  /** The share of strangers that may match (FMR, ISO/IEC 19795-1); the bar of FACE_MATCH follows from it. */
  targetFalseMatchRate: number
  /** The tamper signals that weigh. Their false alarms: docs/documents-quality.md. */
  tamperSignals: Partial<Record<ImageSignalName, TamperWeight>>
  bars: Record<BarName, Bar>
  /** Later ones count over earlier ones. */
  overrides: readonly Override[]
  rules: readonly Rule[]
  /** By which RISK is scored; the rules of thumb (rules-1) unless one was trained and published. */
  riskModel?: RiskModel
}

/**
 * The policy of a new organisation. No biometric check rejects by itself: what it does not pass, a person looks at.
 * Passive liveness is one weak signal: it never approves (the others must pass too) and never rejects.
 */
export const DEFAULT_POLICY: Policy = {
  id: null,
  version: 'default-4',
  targetFalseMatchRate: 1e-4,
  tamperSignals: {},
  bars: {
    // 1: a machine-readable zone or a licence's barcode was read
    DOCUMENT_READABLE: { pass: 1, otherwise: 'RETAKE' },
    // 1: all check digits right and nothing uncertain; licences have none
    MRZ_CHECK_DIGITS: { pass: 1, otherwise: 'REFER', optional: true },
    // days until the document expires
    DOCUMENT_NOT_EXPIRED: { pass: 0, otherwise: 'REJECT' },
    // 1: born, issued and expiring in an order and at distances that are possible
    DOCUMENT_DATES: { pass: 1, otherwise: 'REFER' },
    // 1: a state of ICAO 9303-3 section 5 and no specimen; 0.5: a specimen, with a test key
    DOCUMENT_ISSUER: { pass: 1, warn: 0.5, otherwise: 'REFER' },
    // 1: the number has the shape its issuer publishes; series change, so a misfit only warns
    DOCUMENT_NUMBER_FORMAT: { pass: 1, warn: 0, otherwise: 'REFER', optional: true },
    // 1: the kind of document the session was made for
    DOCUMENT_TYPE: { pass: 1, otherwise: 'RETAKE', optional: true },
    // 1: visual zone, machine-readable zone and barcode agree; 0.5: they may
    FIELDS_AGREE: { pass: 1, warn: 0.5, otherwise: 'REFER', optional: true },
    // 1: both sides say something alike; 0.5: they have nothing in common to compare
    SIDES_BELONG: { pass: 1, warn: 0.5, otherwise: 'REFER', optional: true },
    // 1: sharp, lit and whole; 0.5: not, yet all that counts was read for certain
    IMAGE_QUALITY: { pass: 1, warn: 0.5, otherwise: 'RETAKE' },
    // 1: no tamper signal that weighs is raised; 0.5: only such as warn
    DOCUMENT_GENUINE: { pass: 1, warn: 0.5, otherwise: 'REFER', optional: true },
    // the portrait's face height in pixels
    PORTRAIT_PRESENT: { pass: 110, warn: 80, otherwise: 'RETAKE' },
    // 1: large, sharp, lit, facing the camera, alone; 0.5: alone, and alike enough to match all the same
    SELFIE_QUALITY: { pass: 1, warn: 0.5, otherwise: 'RETAKE' },
    // the probability that the face is live, at most 0.3 with the moiré of paper or a screen; below the bar a person looks
    PASSIVE_LIVENESS: { pass: 0.5, otherwise: 'REFER' },
    // the weakest margin of all that is measured: 0.5 is a limit just kept; may be tried again, five times
    ACTIVE_LIVENESS: { pass: 0.5, otherwise: 'RETAKE', optional: true },
    // 1: Passive Authentication shows that a state signed the chip; without a chip, or a master list, not scored
    CHIP_AUTHENTIC: { pass: 1, otherwise: 'REFER', optional: true },
  },
  overrides: [],
  rules: [],
}

/** The bar of a check. FACE_MATCH scores -log10 of the share of strangers that look as alike: 4 is one in 10 000. */
export function barOf(policy: Policy, check: CheckName): Bar {
  if (check === 'FACE_MATCH')
    return { pass: -Math.log10(policy.targetFalseMatchRate), otherwise: 'REFER' }
  if (check === 'RISK') return RISK_BAR
  return policy.bars[check]
}

/**
 * RISK scores 1 less the risk, of which 0.5 is the bar of its model. In no policy does it reject anybody: what other people's
 * sessions say of a person is for a person to judge (GDPR article 22). Off until an organisation turns it on.
 */
const RISK_BAR: Bar = { pass: 0.5, otherwise: 'REFER', optional: true }
