import type { SessionStatus } from '../sessions/states'

/** PAYMENT: has an amount, a currency and a payee. OTHER: what `display` says. */
export const FACE_ACTION_KINDS = ['PAYMENT', 'OTHER'] as const
export type FaceActionKind = (typeof FACE_ACTION_KINDS)[number]

/**
 * What the applicant is to confirm, as the organisation gave it. `amount`: a decimal number as text, for JSON's numbers lose
 * digits. `payeeHash`: SHA-256 of whatever names the payee at the organisation. `nonce`: the organisation's own, good once.
 * `display`: what the applicant is shown: of a payment, who is paid.
 */
export type FaceAction = {
  kind: FaceActionKind
  amount: string | null
  currency: string | null
  payeeHash: string | null
  nonce: string
  display: string
}

/** How it was made sure that the applicant confirms. `risk`: null where nothing of risk is on, or was when they were approved. */
export type Assurance = {
  device: string
  liveness: 'ACTIVE'
  targetFalseMatchRate: number
  policyVersion: string
  risk: 'CLEAR' | 'REFER' | null
}

export const FACE_AUTHENTICATION_STATUSES = [
  'PENDING',
  'AUTHORIZED',
  'REDEEMED',
  'REFUSED',
  'EXPIRED',
  'CANCELLED',
] as const
export type FaceAuthenticationStatus = (typeof FACE_AUTHENTICATION_STATUSES)[number]

type Facts = { session: { status: SessionStatus; expiresAt: Date }; redeemedAt: Date | null }

const OVER: Partial<Record<SessionStatus, FaceAuthenticationStatus>> = {
  REJECTED: 'REFUSED',
  EXPIRED: 'EXPIRED',
  CANCELLED: 'CANCELLED',
}

/** Where an authentication stands: it has no status of its own, but follows from that of the session that carries it. */
export function statusOf({ session, redeemedAt }: Facts, now: Date): FaceAuthenticationStatus {
  const { status, expiresAt } = session
  if (status === 'APPROVED') return redeemedAt === null ? 'AUTHORIZED' : 'REDEEMED'
  if (status === 'AWAITING_CAPTURE' && expiresAt <= now) return 'EXPIRED'
  return OVER[status] ?? 'PENDING'
}

/** So often the applicant may submit in one authentication. */
export const MOST_SUBMISSIONS = 3

/** Refused so often in a row, over all authentications, an applicant has to wait; then it counts anew. */
export const MOST_FAILURES = 5
export const LOCKED_MS = 3_600_000

/** An authorisation is good for so long after the decision. */
export const AUTHORIZATION_MS = 120_000
