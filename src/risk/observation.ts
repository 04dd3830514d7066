import type { Behaviour } from './behaviour'

/**
 * What two sessions may have in common. Keys are blind: an HMAC tells that two are alike, and nothing else; that of a FACE is the
 * session whose face was found alike (face-links.ts).
 */
export const LINK_KINDS = [
  'DEVICE',
  'DOCUMENT',
  'IMAGE',
  'EMAIL',
  'PHONE',
  'ADDRESS',
  'NETWORK',
  'FACE',
] as const
export type LinkKind = (typeof LINK_KINDS)[number]

export type Link = { kind: LinkKind; key: string }

/** A session as it is remembered to be compared with others. `atMs`: when it was submitted, in ms since 1970. */
export type Observation = {
  sessionId: string
  applicantId: string
  atMs: number
  links: readonly Link[]
}

/** What is known of the session itself; null: not known, which speaks neither for nor against it. */
export type SessionFacts = {
  /** From the first thing the applicant did to the submission. */
  secondsToComplete: number | null
  /** Submissions, this one included. */
  attempts: number | null
  /** Traces of a camera that is none (liveness/injection-hints.ts). */
  injectionHints: number | null
  /** How far the name given is from the document's: 0 the same, 1 another. */
  nameDistance: number | null
  birthDateDiffers: boolean | null
  ageYears: number | null
  /** How like the nearest name on a watchlist is, 0..1; 0: none is near. */
  watchlistSimilarity: number | null
  /** Those entries, as `OFAC:36`. */
  watchlistEntries?: readonly string[]
  /** Where the applicant came from, and of where the document is: ISO 3166-1 alpha-2; without it one of them is not known. */
  countries?: { ip: string; document: readonly string[] }
  /** How a form and the applicant's page were used; without it nothing of it was measured. */
  behaviour?: Behaviour
  /** Sessions of others whose face is alike; without it faces were not searched. */
  alikeFaces?: readonly { sessionId: string; applicantId: string }[]
}

/** Of a session of which nothing could be told. */
export const UNKNOWN: SessionFacts = {
  secondsToComplete: null,
  attempts: null,
  injectionHints: null,
  nameDistance: null,
  birthDateDiffers: null,
  ageYears: null,
  watchlistSimilarity: null,
}

/** What turned out to be so; whatever an organisation says of a session holds for its applicant. */
export const LABELS = ['FRAUD', 'CHARGEBACK', 'LEGITIMATE'] as const
export type Label = (typeof LABELS)[number]

/**
 * Who said so. API: the organisation, of what turned out to be so. REVIEWER: a reviewer's decision of a case; BLIND_REVIEW: that of
 * two, of whom the second did not know of the first. What reviewers say is learned from, where that is on, and nothing else.
 */
export type LabelSource = 'API' | 'REVIEWER' | 'BLIND_REVIEW'

export function isFraud(label: Label | undefined): boolean {
  return label === 'FRAUD' || label === 'CHARGEBACK'
}
