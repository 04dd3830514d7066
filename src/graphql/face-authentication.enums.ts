import type { FACE_ACTION_KINDS, FACE_AUTHENTICATION_STATUSES } from '../authentication/face-action'
import type { SessionPurpose as Purpose } from '../sessions/session'
import type { EnrolmentState } from '../storage/face-enrolments'
import { enumOf } from './enums'

export const FaceActionKind = enumOf<(typeof FACE_ACTION_KINDS)[number]>(
  'FaceActionKind',
  'What is to be confirmed.',
  {
    PAYMENT: 'A payment: amount, currency and payee.',
    OTHER: 'Anything else that `display` says.',
  },
)

export const FaceAuthenticationStatus = enumOf<(typeof FACE_AUTHENTICATION_STATUSES)[number]>(
  'FaceAuthenticationStatus',
  'Where an authentication by face stands.',
  {
    PENDING: 'The applicant has not confirmed yet, or it is being checked.',
    AUTHORIZED: 'Confirmed: redeem the authorisation within two minutes.',
    REDEEMED: 'Confirmed, and the authorisation was used.',
    REFUSED: 'Not confirmed: it failed three times, or the enrolment ended or is locked.',
    EXPIRED: 'Nothing was confirmed in time.',
    CANCELLED: 'Cancelled by the organisation.',
  },
)

export const FaceEnrolmentState = enumOf<EnrolmentState>(
  'FaceEnrolmentState',
  'Where the enrolment of a face stands.',
  {
    PENDING: 'A worker is asked to do it.',
    ACTIVE: 'The face can be asked for.',
    FAILED: 'There was no face to enrol.',
    REVOKED: 'It ended, and the template is deleted.',
  },
)

export const SessionPurpose = enumOf<Purpose>(
  'KycSessionPurpose',
  'What a session, or a consent, is for.',
  {
    VERIFICATION: 'To verify who the applicant is.',
    FACE_AUTHENTICATION: 'To confirm actions by face; it needs a consent of its own.',
  },
)

export const AssuredRisk = enumOf<'CLEAR' | 'REFER'>(
  'AssuredRisk',
  'What other sessions and watchlists say of an applicant now.',
  { CLEAR: 'Nothing that would send a session to a person.', REFER: 'A person should look.' },
)
