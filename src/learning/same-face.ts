import type { KnownTruth } from '../storage/known-truth'

/** Who says whether the two faces are one person's. */
export type FaceTruth = { same: boolean; source: 'LABEL' | 'REVIEW' }

/**
 * Whether portrait and selfie are known to be one person's. They are where you say that the session was honest, or a reviewer
 * approved it; two people's where a reviewer rejected it since the faces differ. Fraud says nothing by itself: whoever shows a
 * forged document of their own face matches. Where a second reviewer, who did not know, says otherwise, nothing is known.
 */
export function sameFace({ label, review, blind }: KnownTruth): FaceTruth | null {
  if (label === 'LEGITIMATE') return { same: true, source: 'LABEL' }
  const said = review && saysOf(review)
  if (said === null || (blind && saysOf(blind) !== said)) return null
  if (said && label !== null) return null
  return { same: said, source: 'REVIEW' }
}

function saysOf({ outcome, reasons }: NonNullable<KnownTruth['review']>): boolean | null {
  if (outcome === 'APPROVE') return true
  return outcome === 'REJECT' && reasons.includes('FACE_MISMATCH') ? false : null
}
