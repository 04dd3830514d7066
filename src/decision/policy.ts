import type { CheckName } from './check-result'

export type Verdict = 'APPROVE' | 'RETAKE' | 'REFER' | 'REJECT'

/**
 * A bar for one check. At or above `pass` it passes. Below, what follows is `otherwise`; at or above `warn`, where
 * there is one, the check only warns and the decision goes on.
 */
export type Bar = { pass: number; warn?: number; otherwise: Verdict }

export type Policy = {
  version: string
  /** The share of strangers that may match (FMR, ISO/IEC 19795-1); the bar of FACE_MATCH follows from it. */
  targetFalseMatchRate: number
  bars: Record<Exclude<CheckName, 'FACE_MATCH'>, Bar>
}

/**
 * The policy of a new organisation. No biometric check rejects by itself: what it does not pass, a person looks at.
 * Passive liveness is one weak signal: it never approves (the others must pass too) and never rejects.
 */
export const DEFAULT_POLICY: Policy = {
  version: 'default-1',
  targetFalseMatchRate: 1e-4,
  bars: {
    // 1: a machine-readable zone was read
    MRZ_READABLE: { pass: 1, otherwise: 'RETAKE' },
    // 1: all check digits right and nothing uncertain
    MRZ_CHECK_DIGITS: { pass: 1, otherwise: 'REFER' },
    // days until the document expires
    DOCUMENT_NOT_EXPIRED: { pass: 0, otherwise: 'REJECT' },
    // 1: a state of ICAO 9303-3 section 5; 0.5: the fictitious one, with a test key
    DOCUMENT_ISSUER: { pass: 1, warn: 0.5, otherwise: 'REFER' },
    // the portrait's face height in pixels
    PORTRAIT_PRESENT: { pass: 80, otherwise: 'RETAKE' },
    // the model's probability that the face is live
    PASSIVE_LIVENESS: { pass: 0.5, warn: 0.1, otherwise: 'REFER' },
  },
}

/** The bar of a check. FACE_MATCH scores -log10 of the share of strangers that look as alike: 4 is one in 10 000. */
export function barOf(policy: Policy, check: CheckName): Bar {
  if (check === 'FACE_MATCH')
    return { pass: -Math.log10(policy.targetFalseMatchRate), otherwise: 'REFER' }
  return policy.bars[check]
}
