import type { ERROR_CODES } from '../errors'
import { enumOf } from './enums'

export const UserErrorCode = enumOf<(typeof ERROR_CODES)[number]>(
  'UserErrorCode',
  'Why a mutation was refused.',
  {
    INVALID: 'A value is outside what is allowed.',
    NOT_FOUND: 'There is no such object, or it is another organisation’s.',
    CONFLICT: 'The object is in a state that does not allow this, or has changed meanwhile.',
    EXPIRED: 'Its time is over.',
    LINK_USED: 'The capture link was opened before, or a newer one took its place.',
    TOO_MANY_ATTEMPTS: 'The session or the applicant has no attempt left for now.',
    RATE_LIMITED: 'Too much at once; `retryAfterSec` says when to try again.',
    CONSENT_MISSING: 'The applicant’s consent is not recorded, and the organisation requires it.',
    CAPTURE_MISSING: 'A capture the session needs is missing.',
    UPLOAD_MISSING: 'Nothing has been uploaded yet.',
    UPLOAD_ALREADY_DONE: 'The upload address has been used.',
    UPLOAD_EMPTY: 'The file is empty.',
    UPLOAD_TOO_LARGE: 'The file is larger than 10 MB.',
    SHA256_MISMATCH: 'What arrived is not what was announced.',
    SEAL_BROKEN: 'The sealed file does not open: create a new capture and seal it anew.',
    MANIFEST_INVALID: 'The captures are not signed by the session’s device key as they must be.',
    IMAGE_UNSUPPORTED: 'The file is no JPEG, PNG or WebP image of one page.',
    IMAGE_DAMAGED: 'The image cannot be decoded.',
    IMAGE_TOO_MANY_PIXELS: 'The image has more than 25 million pixels, or a side over 10 000.',
    IMAGE_TOO_SMALL: 'The image is too small to be of use.',
    FILE_UNSUPPORTED: 'The file is no PDF, JPEG or PNG, or is not of the kind that was announced.',
    RETAKE_ASKED: 'A reviewer asked for this capture again.',
    FACE_AUTHENTICATION_OFF: 'The organisation has not turned authentication by face on.',
    NOT_ENROLLED: 'The applicant’s face is not enrolled.',
    CONFIRMATION_INVALID:
      'The device that is enrolled did not sign this action with these frames and this nonce.',
    AUTHORIZATION_INVALID: 'It is no authorisation of ours, is for another action, or is too old.',
    AUTHORIZATION_USED: 'The authorisation was redeemed before.',
  },
)
