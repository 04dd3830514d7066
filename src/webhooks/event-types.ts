import type { SessionPurpose } from '../sessions/session'
import { SESSION_STATUSES, type SessionStatus } from '../sessions/states'

/** What a change of a session is announced as. */
function typeOfStatus(status: SessionStatus) {
  return `kyc_session.${status.toLowerCase()}`
}

/** What the end of an authentication by face is announced as; on the way there nothing is. */
const AUTHENTICATION_EVENTS: Partial<Record<SessionStatus, string>> = {
  APPROVED: 'face_authentication.authorized',
  REJECTED: 'face_authentication.refused',
  EXPIRED: 'face_authentication.expired',
  CANCELLED: 'face_authentication.cancelled',
  ERASED: 'face_authentication.erased',
}

/** What a change of a session is announced as, by what it is for; null: it is not. */
export function typeOfChange(purpose: SessionPurpose, status: SessionStatus): string | null {
  if (purpose === 'VERIFICATION') return typeOfStatus(status)
  return AUTHENTICATION_EVENTS[status] ?? null
}

/** What becomes of the enrolment of a face. */
export const ENROLMENT_EVENTS = {
  ACTIVE: 'face_enrolment.active',
  FAILED: 'face_enrolment.failed',
  REVOKED: 'face_enrolment.revoked',
  LOCKED: 'face_enrolment.locked',
} as const

/** Sent when asked for, to one endpoint, whatever it chose. */
export const TEST_EVENT = 'webhook_endpoint.test'

/** Tells the other endpoints that one is sent nothing any more. */
export const ENDPOINT_DISABLED_EVENT = 'webhook_endpoint.disabled'

/** A case is past its time; told once. */
export const CASE_OVERDUE_EVENT = 'review_case.overdue'

/** The audit log was signed for: for keeping the checkpoint where we cannot reach it. */
export const CHECKPOINT_EVENT = 'audit.checkpoint'

/** A candidate for a model was trained, and waits to be tried. */
export const CANDIDATE_READY_EVENT = 'risk.candidate_ready'

/** What is measured for risk does not look any more as when the model began, or does again. */
export const DRIFT_EVENT = 'risk.drift'

/** Sent only to endpoints that name them: up to one a minute is not what somebody means who wants all. */
export const ON_REQUEST: readonly string[] = [CHECKPOINT_EVENT]

/** What an endpoint can choose. */
export const EVENT_TYPES: readonly string[] = [
  ...SESSION_STATUSES.map(typeOfStatus),
  ...Object.values(AUTHENTICATION_EVENTS),
  ...Object.values(ENROLMENT_EVENTS),
  CASE_OVERDUE_EVENT,
  ENDPOINT_DISABLED_EVENT,
  CANDIDATE_READY_EVENT,
  DRIFT_EVENT,
  ...ON_REQUEST,
]
