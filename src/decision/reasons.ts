/** Whose turn a reason makes it: the capture can be repeated, the rest is about the thing itself. */
export type Fault = 'CAPTURE' | 'DOCUMENT' | 'FACE' | 'LIVENESS' | 'RISK' | 'SYSTEM'

type ReasonText = { fault: Fault; user: string; internal: string }

/** The public catalogue: what may stand against an approval. `user` is safe to show to the applicant. */
export const REASONS = {
  MRZ_NOT_FOUND: {
    fault: 'CAPTURE',
    user: 'We could not read the lines of letters and < signs at the bottom of your document. Photograph the whole page, flat, sharp and without glare.',
    internal: 'No machine-readable zone was found on the document image.',
  },
  MRZ_FORMAT_UNSUPPORTED: {
    fault: 'DOCUMENT',
    user: 'We will look at this kind of document by hand.',
    internal: 'The machine-readable zone is of a format the policy does not accept.',
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
  DOCUMENT_ISSUER_UNKNOWN: {
    fault: 'DOCUMENT',
    user: 'We do not know the issuer of this document. We will look at it by hand.',
    internal: 'The issuing state is not in ICAO 9303-3 section 5.',
  },
  DOCUMENT_SPECIMEN: {
    fault: 'DOCUMENT',
    user: 'This is a specimen, not a document of a person.',
    internal:
      'The issuer is the fictitious state of ICAO 9303 (UTO): allowed with a test key, never with a live one.',
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
  SELFIE_FACE_NOT_FOUND: {
    fault: 'CAPTURE',
    user: 'We could not see a face in your selfie. Hold the phone at eye level in good light.',
    internal: 'No face was found on the selfie.',
  },
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
