import type { Limit } from '../../vision/limit'

/** What can be wrong with a photograph of a document, as far as the photographer can mend it. */
export type QualityName =
  | 'BLUR'
  | 'GLARE'
  | 'TOO_DARK'
  | 'TOO_BRIGHT'
  | 'LOW_CONTRAST'
  | 'TOO_SMALL'
  | 'CUT_OFF'

/** A limit; `message` is shown to the applicant: what to do, no measurements, no threats. */
export type QualityLimit = Limit & { message: string }

/**
 * Where the limits come from: docs/documents-quality.md. BLUR, TOO_BRIGHT, LOW_CONTRAST and TOO_SMALL lie where the
 * reader of the machine-readable zone begins to fail more often than not. TOO_DARK is for eyes and faces: the zone was
 * read in far less light. GLARE and CUT_OFF are beyond every value seen on images that were read exactly.
 */
export const QUALITY_LIMITS: Record<QualityName, QualityLimit> = {
  BLUR: {
    limit: 0.45,
    unit: 'mm',
    passesWhen: 'AT_MOST',
    message:
      'The photo is blurred. Hold the phone still, tap on the document to focus, and try again.',
  },
  GLARE: {
    limit: 10,
    unit: '% of the area',
    passesWhen: 'AT_MOST',
    message: 'Light is reflected on the document. Tilt it or turn off the flash, and try again.',
  },
  TOO_DARK: {
    limit: 40,
    unit: 'grey level of the paper',
    passesWhen: 'AT_LEAST',
    message: 'The photo is too dark. Go where it is brighter, and try again.',
  },
  TOO_BRIGHT: {
    limit: 240,
    unit: 'grey level of the print',
    passesWhen: 'AT_MOST',
    message:
      'The photo is too bright. Turn off the flash or leave the strong light, and try again.',
  },
  LOW_CONTRAST: {
    limit: 16,
    unit: 'grey levels',
    passesWhen: 'AT_LEAST',
    message: 'The print hardly stands out. Wipe the lens, use even light, and try again.',
  },
  TOO_SMALL: {
    limit: 2.5,
    unit: 'px/mm',
    passesWhen: 'AT_LEAST',
    message: 'The document is too small in the photo. Move closer until it fills the frame.',
  },
  CUT_OFF: {
    limit: 1.5,
    unit: '% of the area',
    passesWhen: 'AT_MOST',
    message: 'A part of the document is outside the photo. Show all four corners.',
  },
}
