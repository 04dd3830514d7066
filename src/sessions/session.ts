import type { SessionStatus } from './states'

/** Whose session, and which: what every use case and job is given. */
export type SessionRef = { tenantId: string; sessionId: string }

export type Mode = 'LIVE' | 'TEST'

export const CAPTURE_KINDS = ['DOCUMENT_FRONT', 'DOCUMENT_BACK', 'SELFIE'] as const
export type CaptureKind = (typeof CAPTURE_KINDS)[number]

export const CAPTURE_STATUSES = [
  'AWAITING_UPLOAD',
  'UPLOADED',
  'READY',
  'FAILED',
  'REPLACED',
] as const
export type CaptureStatus = (typeof CAPTURE_STATUSES)[number]

/** What a session cannot be submitted without. */
export const REQUIRED_CAPTURES: readonly CaptureKind[] = ['DOCUMENT_FRONT', 'SELFIE']

export type Session = {
  id: string
  tenantId: string
  applicantId: string
  mode: Mode
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
  createdAt: Date
  completedAt: Date | null
}
