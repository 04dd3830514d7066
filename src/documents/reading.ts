import type { Quad } from '../vision/geometry'

export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV_A' | 'MRV_B' | 'FRENCH_ID'

/** Where a value was read: the visual zone, the machine-readable zone, a barcode or the chip. */
export type FieldSource = 'VIZ' | 'MRZ' | 'BARCODE' | 'CHIP'

export type FieldName =
  | 'DOCUMENT_CODE'
  | 'ISSUING_STATE'
  | 'DOCUMENT_NUMBER'
  | 'NATIONALITY'
  | 'SURNAME'
  | 'GIVEN_NAMES'
  | 'BIRTH_DATE'
  | 'SEX'
  | 'EXPIRY_DATE'
  | 'OPTIONAL_DATA'
  | 'OPTIONAL_DATA_2'

/**
 * One field as read. `value` is normalised: fillers removed, dates as YYYY-MM-DD (or as printed where they are
 * no dates). `confidence` is 0..1; `uncertain` marks a value nobody should rely on unseen. `box` is where it
 * was read, in pixels of the image given, or null where unknown.
 */
export type DocumentField = {
  name: FieldName
  value: string
  source: FieldSource
  confidence: number
  uncertain: boolean
  box: Quad | null
}

/** One check digit of ICAO 9303-3 §4.9: the digit printed, the digit computed, the text it covers. */
export type CheckDigit = {
  field: 'DOCUMENT_NUMBER' | 'BIRTH_DATE' | 'EXPIRY_DATE' | 'OPTIONAL_DATA' | 'COMPOSITE'
  printed: string
  expected: string
  valid: boolean
}

/** A machine-readable zone as read from an image. `repaired`: a character was changed to make a check digit fit. */
export type MrzReading = {
  format: MrzFormat
  lines: string[]
  fields: DocumentField[]
  checkDigits: CheckDigit[]
  repaired: boolean
  box: Quad | null
}
