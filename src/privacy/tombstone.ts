/** That an applicant was erased: ids and a time, nothing of the person. */
export type Tombstone = {
  id: string
  tenantId: string
  applicantId: string
  sessionIds: string[]
  erasedAt: Date
  erasedBy: string
  /** The signed statement of it (typ `erasure-receipt+jwt`). */
  receipt: string
}

/** Where they lie beside the images; no image's key begins so. */
export const TOMBSTONE_PREFIX = 'tombstones/'

/** One for each applicant, whoever asks and however often. */
export function tombstoneIdOf(applicantId: string): string {
  return `tmb_${applicantId.slice('app_'.length)}`
}
