import { AppError } from '../errors'

/** A status says whose turn it is. */
export const SESSION_STATUSES = [
  'AWAITING_CAPTURE',
  'PROCESSING',
  'IN_REVIEW',
  'APPROVED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'ERASED',
] as const
export type SessionStatus = (typeof SESSION_STATUSES)[number]

export const SESSION_TRIGGERS = [
  'SUBMIT',
  'RETRY',
  'RETAKE',
  'REFER',
  'APPROVE',
  'REJECT',
  'EXPIRE',
  'CANCEL',
  'ERASE',
] as const
export type SessionTrigger = (typeof SESSION_TRIGGERS)[number]

/** What may follow what. Anything not in the table is refused. */
export const TRANSITIONS: Record<SessionStatus, Partial<Record<SessionTrigger, SessionStatus>>> = {
  // the applicant's turn
  AWAITING_CAPTURE: {
    SUBMIT: 'PROCESSING',
    EXPIRE: 'EXPIRED',
    CANCEL: 'CANCELLED',
    ERASE: 'ERASED',
  },
  // ours; RETRY is the sweeper starting the checks anew
  PROCESSING: {
    RETRY: 'PROCESSING',
    RETAKE: 'AWAITING_CAPTURE',
    REFER: 'IN_REVIEW',
    APPROVE: 'APPROVED',
    REJECT: 'REJECTED',
    CANCEL: 'CANCELLED',
  },
  // the reviewer's; RETRY where the checks were interrupted
  IN_REVIEW: {
    RETRY: 'PROCESSING',
    RETAKE: 'AWAITING_CAPTURE',
    APPROVE: 'APPROVED',
    REJECT: 'REJECTED',
    CANCEL: 'CANCELLED',
    ERASE: 'ERASED',
  },
  // nobody's: final, until erased
  APPROVED: { ERASE: 'ERASED' },
  REJECTED: { ERASE: 'ERASED' },
  EXPIRED: { ERASE: 'ERASED' },
  CANCELLED: { ERASE: 'ERASED' },
  ERASED: {},
}

/**
 * Where `trigger` leads from `status`.
 * @throws AppError CONFLICT when the table does not allow it
 */
export function nextStatus(status: SessionStatus, trigger: SessionTrigger): SessionStatus {
  const to = TRANSITIONS[status][trigger]
  if (to === undefined)
    throw new AppError('CONFLICT', `A session that is ${status} cannot take ${trigger}.`)
  return to
}
