import { LIVENESS_REASONS } from './liveness-reasons'
import { RISK_REASONS } from './risk-reasons'
import { SELFIE_REASONS } from './selfie-reasons'

/** Whose turn a reason makes it: the capture can be repeated, the rest is about the thing itself. */
export type Fault = 'CAPTURE' | 'DOCUMENT' | 'FACE' | 'LIVENESS' | 'RISK' | 'SYSTEM'

export type ReasonText = { fault: Fault; user: string; internal: string }

/** The public catalogue: what may stand against an approval. `user` is safe to show to the applicant. */
export const REASONS = {
  MRZ_NOT_FOUND: {
    fault: 'CAPTURE',
    user: 'We could not read the lines of letters and < signs at the bottom of your document. Photograph the whole page, flat, sharp and without glare.',
    internal: 'No machine-readable zone was found on the document image.',
  },
  MRZ_CHECK_DIGIT_MISMATCH: {
    fault: 'DOCUMENT',
    user: 'A number on your document does not add up. We will look at it by hand.',
    internal:
      'A check digit of the machine-readable zone differs from the one computed (ICAO 9303-3 §4.9).',
  },
  MRZ_READING_UNCERTAIN: {
    fault: 'DOCUMENT',
    user: 'Some of the print on your document was hard to read. We will look at it by hand.',
    internal: 'The reading was repaired, or a field the policy relies on is uncertain.',
  },
  DOCUMENT_EXPIRED: {
    fault: 'DOCUMENT',
    user: 'Your document has expired. Use one that is still valid.',
    internal: 'The expiry date of the document lies in the past.',
  },
  DOCUMENT_DATE_UNKNOWN: {
    fault: 'DOCUMENT',
    user: 'A date on your document could not be read. We will look at it by hand.',
    internal: 'The expiry date is missing or is no date.',
  },
  DOCUMENT_DATES_IMPLAUSIBLE: {
    fault: 'DOCUMENT',
    user: 'The dates on your document do not fit together. We will look at it by hand.',
    internal: 'The dates read cannot be those of one document valid today.',
  },
  DOCUMENT_NUMBER_UNUSUAL: {
    fault: 'DOCUMENT',
    user: 'The number of your document looks unusual. We will look at it by hand.',
    internal: 'The document number does not have the shape its issuer publishes.',
  },
  DOCUMENT_TYPE_UNEXPECTED: {
    fault: 'CAPTURE',
    user: 'This is another kind of document than you chose. Photograph the one you chose.',
    internal: 'The document found is not of the declared type.',
  },
  FIELD_MISMATCH: {
    fault: 'DOCUMENT',
    user: 'Two places on your document say different things. We will look at it by hand.',
    internal:
      'A field differs between two sources: visual zone, machine-readable zone, barcode or chip.',
  },
  SIDES_DIFFER: {
    fault: 'DOCUMENT',
    user: 'The front and the back do not seem to belong to one document. We will look at it by hand.',
    internal: 'Front and back of the document have nothing in common, or contradict each other.',
  },
  IMAGE_BLURRED: {
    fault: 'CAPTURE',
    user: 'The photo is blurred. Hold the phone still, wait until it has focused, and take it again.',
    internal:
      'In a part of the document edges are wider than the limit, or its portrait has less fine detail.',
  },
  IMAGE_GLARE: {
    fault: 'CAPTURE',
    user: 'Light reflects on your document. Tilt it a little or move away from the lamp, and take the photo again.',
    internal: 'A reflection covers a part of the document.',
  },
  IMAGE_TOO_DARK: {
    fault: 'CAPTURE',
    user: 'The photo is too dark. Go where there is more light.',
    internal:
      'The brightest parts of the document are darker than the limit, or more of its portrait is nearly black.',
  },
  IMAGE_TOO_BRIGHT: {
    fault: 'CAPTURE',
    user: 'The photo is too bright. Move away from the strong light.',
    internal:
      'The darkest print of the document is brighter than the limit, or more of its portrait is nearly white.',
  },
  IMAGE_FAINT: {
    fault: 'CAPTURE',
    user: 'The print is hard to tell from the paper. Use even, stronger light.',
    internal: 'Print and ground of a field differ less than the limit.',
  },
  IMAGE_DOCUMENT_SMALL: {
    fault: 'CAPTURE',
    user: 'The document is too small in the photo. Move closer until it fills the frame.',
    internal: 'The document has fewer pixels per millimetre than the limit.',
  },
  IMAGE_CUT_OFF: {
    fault: 'CAPTURE',
    user: 'A part of the document is outside the photo. Show the whole document.',
    internal: 'A part of the document lies outside the image.',
  },
  TAMPER_SUSPECTED: {
    fault: 'DOCUMENT',
    user: 'We could not be sure that the photo shows your document itself. We will look at it by hand.',
    internal: 'A tamper signal is raised: the image may show a screen or a copy, or was changed.',
  },
  DOCUMENT_ISSUER_UNKNOWN: {
    fault: 'DOCUMENT',
    user: 'We do not know the issuer of this document. We will look at it by hand.',
    internal: 'The issuing state is not in ICAO 9303-3 section 5.',
  },
  DOCUMENT_SPECIMEN: {
    fault: 'DOCUMENT',
    user: 'This is a specimen, not a document of a person.',
    internal:
      'A specimen: the fictitious state UTO, a published sample, or marked as one. Allowed with a test key, never with a live one.',
  },
  PORTRAIT_NOT_FOUND: {
    fault: 'CAPTURE',
    user: 'We could not see the portrait on your document. Photograph the whole page, without glare on the photo.',
    internal: 'No face was found on the document image.',
  },
  PORTRAIT_TOO_SMALL: {
    fault: 'CAPTURE',
    user: 'The portrait on your document is too small in the photo. Move closer.',
    internal: 'The portrait on the document is smaller than the policy asks for.',
  },
  ...SELFIE_REASONS,
  ...LIVENESS_REASONS,
  FACE_MISMATCH: {
    fault: 'FACE',
    user: 'We could not confirm that the selfie and the document show the same person. We will look at it by hand.',
    internal: 'The similarity of selfie and portrait does not reach the target false match rate.',
  },
  LIVENESS_LOW: {
    fault: 'LIVENESS',
    user: 'We could not be sure that the selfie was taken live. We will look at it by hand.',
    internal: 'The passive liveness score is low: possibly a photo of a photo or of a screen.',
  },
  CHIP_NOT_AUTHENTIC: {
    fault: 'DOCUMENT',
    user: 'The chip of your document could not be confirmed. We will look at it by hand.',
    internal:
      'A check of Passive Authentication failed (ICAO 9303-11 §5.1): the chip’s data is not what a trusted state signed, or its signer is not, or no longer, to be relied on.',
  },
  CHIP_UNVERIFIED: {
    fault: 'SYSTEM',
    user: 'The chip of your document was read, but not checked.',
    internal:
      'No master list is configured (CSCA_MASTER_LIST): nobody vouches for the signer of the chip, and anybody can make one like it. Where it is verified, a copy of a chip still passes: Active and Chip Authentication are not done.',
  },
  CHIP_PORTRAIT_UNUSABLE: {
    fault: 'DOCUMENT',
    user: 'The photo on the chip of your document could not be used. We will look at it by hand.',
    internal: 'No face was found in the portrait of an authentic chip.',
  },
  POLICY_RULE: {
    fault: 'RISK',
    user: 'We could not finish this automatically. We will look at it by hand, or tell you what to do.',
    internal: 'A rule of your policy holds.',
  },
  STEP_UP_ASKED: {
    fault: 'RISK',
    user: 'We need one more thing from you.',
    internal: 'All checks pass, and a rule of your policy asks for one more capture.',
  },
  ...RISK_REASONS,
  SANDBOX_OUTCOME: {
    fault: 'SYSTEM',
    user: 'This is a test: the result was fixed beforehand.',
    internal: 'A sandbox specimen with a test key: its number decides, not its photograph.',
  },
  CHECK_UNAVAILABLE: {
    fault: 'SYSTEM',
    user: 'We could not finish all checks. We will look at it by hand.',
    internal: 'A check the policy requires gave no result.',
  },
  CHECKS_INTERRUPTED: {
    fault: 'SYSTEM',
    user: 'We could not finish all checks. We will look at it by hand.',
    internal: 'The checks were started several times and never finished.',
  },
} as const satisfies Record<string, ReasonText>

export type ReasonCode = keyof typeof REASONS
export const REASON_CODES = Object.keys(REASONS) as ReasonCode[]

export function faultOf(code: ReasonCode): Fault {
  return REASONS[code].fault
}
