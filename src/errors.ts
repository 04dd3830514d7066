/** What can be refused, as callers see it (`userErrors.code`); part of the public contract. */
export const ERROR_CODES = [
  'INVALID',
  'NOT_FOUND',
  'CONFLICT',
  'EXPIRED',
  'LINK_USED',
  'TOO_MANY_ATTEMPTS',
  'RATE_LIMITED',
  'CONSENT_MISSING',
  'CAPTURE_MISSING',
  'UPLOAD_MISSING',
  'UPLOAD_ALREADY_DONE',
  'UPLOAD_EMPTY',
  'UPLOAD_TOO_LARGE',
  'SHA256_MISMATCH',
  'SEAL_BROKEN',
  'MANIFEST_INVALID',
  'IMAGE_UNSUPPORTED',
  'IMAGE_DAMAGED',
  'IMAGE_TOO_MANY_PIXELS',
  'IMAGE_TOO_SMALL',
  'FILE_UNSUPPORTED',
  'RETAKE_ASKED',
  'FACE_AUTHENTICATION_OFF',
  'NOT_ENROLLED',
  'CONFIRMATION_INVALID',
  'AUTHORIZATION_INVALID',
  'AUTHORIZATION_USED',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** A refusal the caller can mend. `message` is safe to show and says what to do; `field` is a dotted input path. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly field: string | null = null,
    { retryAfterSec = null, ...options }: { cause?: unknown; retryAfterSec?: number | null } = {},
  ) {
    super(message, options)
    this.name = 'AppError'
    this.retryAfterSec = retryAfterSec
  }

  /** After how many seconds the same request may go through; null where time does not help. */
  readonly retryAfterSec: number | null
}
