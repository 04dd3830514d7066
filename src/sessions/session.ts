import type { DocumentType } from '../documents/document-type'
import type { SessionStatus } from './states'

/** Whose session, and which: what every use case and job is given. */
export type SessionRef = { tenantId: string; sessionId: string }

export type Mode = 'LIVE' | 'TEST'

/** What a session is for: a verification, or carrying an authentication by face (docs/face-authentication.md). */
export const SESSION_PURPOSES = ['VERIFICATION', 'FACE_AUTHENTICATION'] as const
export type SessionPurpose = (typeof SESSION_PURPOSES)[number]

/** `textVersion`: the organisation's name for the text that was shown. `locale`: its language (BCP 47). `purpose`: to what. */
export type Consent = { textVersion: string; locale: string; purpose: SessionPurpose }

export const CAPTURE_KINDS = [
  'DOCUMENT_FRONT',
  'DOCUMENT_BACK',
  'SELFIE',
  'CHIP',
  'LIVENESS',
] as const
export type CaptureKind = (typeof CAPTURE_KINDS)[number]

/**
 * The files of a chip that are taken, and the most bytes each may have. A length field of a chip's file counts to 65 535
 * in practice; SODs have 1 to 5 kB, DG1 has 79 to 97 bytes (ICAO 9303-10 §4.7.1), portraits 10 to 100 kB.
 */
export const CHIP_FILE_BYTES = { sod: 65_535, dg1: 1_024, dg2: 200_000 } as const

export const CAPTURE_STATUSES = [
  'AWAITING_UPLOAD',
  'UPLOADED',
  'OPENING',
  'READY',
  'FAILED',
  'REPLACED',
] as const
export type CaptureStatus = (typeof CAPTURE_STATUSES)[number]

export type Session = {
  id: string
  tenantId: string
  applicantId: string
  mode: Mode
  purpose: SessionPurpose
  /** What the applicant is to show; null: any document. */
  documentType: DocumentType | null
  /** Whether it can be submitted without a liveness challenge. */
  livenessRequired: boolean
  /** What a reviewer asked for again, or a rule besides; null once it was submitted. */
  retakeKind: CaptureKind | null
  /** The text the applicant agreed to, in which language (BCP 47) and when; null: no consent is recorded. */
  consentTextVersion: string | null
  consentLocale: string | null
  consentedAt: Date | null
  /** To the enrolment of the face, asked for by itself (docs/face-authentication.md). */
  faceConsentTextVersion: string | null
  faceConsentLocale: string | null
  faceConsentedAt: Date | null
  status: SessionStatus
  epoch: number
  attempt: number
  sequence: number
  expiresAt: Date
  touchedAt: Date
  createdAt: Date
  updatedAt: Date
}

export type Capture = {
  id: string
  tenantId: string
  sessionId: string
  kind: CaptureKind
  status: CaptureStatus
  uploadExpiresAt: Date
  uploadKey: string | null
  uploadSha256: string | null
  uploadBytes: number | null
  imageKey: string | null
  imageSha256: string | null
  width: number | null
  height: number | null
  failure: string | null
  /** Of frames for a liveness challenge: which, and the place of their step in it, from 0. */
  challengeId: string | null
  step: number | null
  burst: AnnouncedBurst | null
  /** Of a sealed capture: the key and the nonce that its upload is sealed with (docs/sealed-capture.md). */
  sealingKeyId: string | null
  sealNonce: string | null
  /** Since when, and how often, a worker was asked to open it. */
  openingAt: Date | null
  openings: number
  createdAt: Date
  completedAt: Date | null
}

/** Frames that will be, or were, uploaded one after the other as one file: JPEG, PNG or WebP, not mirrored. */
export type AnnouncedBurst = { sha256: string; frames: AnnouncedFrame[] }

/** `atMs`: when the client took it, from the moment the step was shown. */
export type AnnouncedFrame = { atMs: number; byteLength: number }
