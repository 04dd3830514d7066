import { registerEnumType } from 'type-graphql'
import type { CHECK_NAMES } from '../decision/check-result'
import { REASON_CODES, REASONS } from '../decision/reasons'
import type { DOCUMENT_TYPES } from '../documents/document-type'
import type { CAPTURE_KINDS, CAPTURE_STATUSES } from '../sessions/session'
import type { SESSION_STATUSES, SESSION_TRIGGERS } from '../sessions/states'

type EnumOf<T extends string> = { [value in T]: value }

/** A GraphQL enum from a list of names, each with its description. */
export function enumOf<T extends string>(
  name: string,
  description: string,
  values: Record<T, string>,
): EnumOf<T> {
  const names = Object.keys(values) as T[]
  const object = Object.fromEntries(names.map((value) => [value, value])) as EnumOf<T>
  const valuesConfig = Object.fromEntries(
    names.map((value) => [value, { description: values[value] }]),
  )
  registerEnumType(object, { name, description, valuesConfig: valuesConfig as never })
  return object
}

export const Mode = enumOf(
  'Mode',
  'Whether a session is real or a test; it follows from the API key.',
  {
    LIVE: 'Made with a live key: specimens are never approved.',
    TEST: 'Made with a test key: specimens are allowed and marked.',
  },
)

export const SessionStatus = enumOf<(typeof SESSION_STATUSES)[number]>(
  'KycSessionStatus',
  'Whose turn it is.',
  {
    AWAITING_CAPTURE: "The applicant's turn: captures are missing, or have to be repeated.",
    PROCESSING: 'Our turn: the checks run.',
    IN_REVIEW: "A reviewer's turn.",
    APPROVED: 'Final: the identity is confirmed under the policy.',
    REJECTED: 'Final: the identity is not confirmed.',
    EXPIRED: 'Final: the captures did not come in time.',
    CANCELLED: 'Final: cancelled by the organisation.',
    ERASED: 'Final: the personal data is gone.',
  },
)

export const SessionTrigger = enumOf<(typeof SESSION_TRIGGERS)[number] | 'CREATE'>(
  'KycSessionTrigger',
  'What moved a session from one status to the next.',
  {
    CREATE: 'The session was created.',
    SUBMIT: 'The captures were submitted.',
    RETRY: 'The checks were interrupted and started anew.',
    RETAKE: 'A capture has to be repeated.',
    REFER: 'A person has to look.',
    APPROVE: 'Approved.',
    REJECT: 'Rejected.',
    EXPIRE: 'The time for the captures ran out.',
    CANCEL: 'Cancelled by the organisation.',
    ERASE: 'Erased.',
  },
)

export const CaptureKind = enumOf<(typeof CAPTURE_KINDS)[number]>(
  'CaptureKind',
  'What a capture shows.',
  {
    DOCUMENT_FRONT: 'The page of the document with the portrait.',
    DOCUMENT_BACK: 'The back of a card.',
    SELFIE: "The applicant's face.",
    CHIP: 'Files of the chip in the document, sent with `captureChip`.',
    LIVENESS: 'The frames of one step of a liveness challenge, made by `livenessChallengeStart`.',
  },
)

export const CaptureStatus = enumOf<(typeof CAPTURE_STATUSES)[number]>(
  'CaptureStatus',
  'How far a capture has come.',
  {
    AWAITING_UPLOAD: 'Nothing has been uploaded yet.',
    UPLOADED: 'The file is here; `captureComplete` has not been called.',
    OPENING: 'It is sealed, and a worker opens it; READY or FAILED follows in a moment.',
    READY: 'It is good and will be used.',
    FAILED: 'What was sent was refused; create a new capture.',
    REPLACED: 'A later capture of the same kind is used instead.',
  },
)

export const CheckOutcome = enumOf('CheckOutcome', 'How a check came out under the policy.', {
  PASS: 'Passed.',
  WARN: 'Below its bar, but not decisive.',
  FAIL: 'Below its bar, or the capture could not be used.',
  SKIPPED: 'Not done, because something it needs is missing.',
})

export const CheckName = enumOf<(typeof CHECK_NAMES)[number]>(
  'CheckName',
  'Every check there is.',
  {
    DOCUMENT_READABLE:
      'A machine-readable zone (ICAO 9303) or a licence’s barcode (AAMVA) was found and read.',
    MRZ_CHECK_DIGITS: 'All check digits are right and nothing relied on is uncertain.',
    DOCUMENT_NOT_EXPIRED: 'The document is valid today.',
    DOCUMENT_DATES: 'Birth, issue and expiry are in an order and at distances that are possible.',
    DOCUMENT_ISSUER: 'The issuer is a state of ICAO 9303-3, and the document is no specimen.',
    DOCUMENT_NUMBER_FORMAT: 'The number has the shape its issuer publishes, where one is known.',
    DOCUMENT_TYPE: 'The document is of the kind the session was made for.',
    FIELDS_AGREE: 'Visual zone, machine-readable zone, barcode and chip say the same.',
    SIDES_BELONG: 'Front and back belong to one document.',
    IMAGE_QUALITY: 'The photograph is sharp, lit, whole and large enough.',
    DOCUMENT_GENUINE: 'No tamper signal is raised, of those that the policy lets weigh.',
    PORTRAIT_PRESENT: 'The portrait on the document was found and is large enough.',
    SELFIE_QUALITY:
      'The face on the selfie is large, sharp and well lit, looks into the camera, and is the only one of its size. Only warns when the face matches all the same, unless there are several.',
    FACE_MATCH:
      'Selfie and portrait show the same person, at the false match rate the policy states.',
    PASSIVE_LIVENESS:
      'The selfie looks live and not like a photo of a photo or screen: one weak signal.',
    ACTIVE_LIVENESS:
      'One living person did what the liveness challenge asked for. SKIPPED when there was none. The face is then compared from its frames, not from a selfie.',
    RISK: 'What other sessions and watchlists say; off until it is turned on, and never rejects.',
    CHIP_AUTHENTIC:
      'A trusted state signed the data of the chip (Passive Authentication, ICAO 9303-11). It does not show that the data came from the original chip: a copy of the chip passes as well, for Active and Chip Authentication are not done. When passed, the selfie is compared with the portrait on the chip. SKIPPED without a chip, and with the reason CHIP_UNVERIFIED without a master list.',
  },
)

export const DecisionOutcome = enumOf('DecisionOutcome', 'What was decided.', {
  APPROVED: 'Approved.',
  REJECTED: 'Rejected.',
  IN_REVIEW: 'Left to a reviewer.',
  RETAKE: 'A capture has to be repeated.',
})

export const Fault = enumOf('Fault', 'What a reason is about.', {
  CAPTURE: 'The photo: it can be repeated.',
  DOCUMENT: 'The document.',
  FACE: 'The face match.',
  LIVENESS: 'Liveness.',
  RISK: 'Risk signals.',
  SYSTEM: 'A fault on our side.',
})

export const FieldSource = enumOf('FieldSource', 'Where a value was read.', {
  VIZ: 'The visual inspection zone: print for people.',
  MRZ: 'The machine-readable zone.',
  BARCODE: 'A barcode.',
  CHIP: 'The chip of an electronic document.',
})

export const Agreement = enumOf('Agreement', 'How a field compares between two sources.', {
  AGREES: 'The same, up to spelling rules and transliteration.',
  DIFFERS: 'Not the same.',
  DOUBTFUL: 'Different in a way that readers make: 0 and O, a letter of a long name.',
  MISSING: 'Only one source has it.',
})

export const DocumentType = enumOf<(typeof DOCUMENT_TYPES)[number]>(
  'DocumentType',
  'A kind of document.',
  {
    PASSPORT: 'A passport or another travel document of its format.',
    IDENTITY_CARD: 'An identity card.',
    RESIDENCE_PERMIT: 'A residence permit.',
    DRIVING_LICENCE: 'A driving licence.',
    VISA: 'A visa.',
  },
)

const reasonTexts = REASON_CODES.map((code) => [code, REASONS[code].internal])
export const ReasonCode = enumOf<(typeof REASON_CODES)[number]>(
  'ReasonCode',
  'The catalogue of what may stand against an approval.',
  Object.fromEntries(reasonTexts) as Record<(typeof REASON_CODES)[number], string>,
)
