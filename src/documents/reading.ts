import type { Point, Quad } from '../vision/geometry'

export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV_A' | 'MRV_B' | 'FRENCH_ID'

/** Where a value was read: the visual zone, the machine-readable zone, a barcode or the chip. */
export type FieldSource = 'VIZ' | 'MRZ' | 'BARCODE' | 'CHIP'

/** The fields of machine-readable zones. */
export type MrzFieldName =
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

/** Every field there may be; those beyond the machine-readable zone are printed or in barcodes alone. */
export type FieldName =
  | MrzFieldName
  | 'ISSUE_DATE'
  | 'BIRTH_PLACE'
  | 'PERSONAL_NUMBER'
  | 'AUTHORITY'
  | 'ADDRESS'

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

/** A line of text found on a page: its characters, how sure the reader is (0..1), and where, in pixels of the image. */
export type TextLine = { text: string; confidence: number; quad: Quad }

/** The visual zone: every line of text found outside the machine-readable zone, and the fields recognised in them. */
export type VisualZone = { lines: TextLine[]; fields: DocumentField[] }

/** A barcode's content, and the fields in it where it follows a standard we know (AAMVA licences). */
export type BarcodeReading = {
  symbology: 'PDF_417' | 'QR_CODE' | 'DATA_MATRIX' | 'AZTEC'
  text: string
  fields: DocumentField[]
  box: Quad
}

/** A field and the capture it was read from: boxes are in pixels of that capture's image. */
export type PlacedField = DocumentField & { captureId: string }

/** How one field compares between two sources. */
export type FieldAgreement = {
  field: FieldName
  left: FieldSource
  right: FieldSource
  result: 'AGREES' | 'DIFFERS' | 'DOUBTFUL' | 'MISSING'
}

/** A measured property of the front's photograph, of the whole document (`PAGE`) or of a part of it. */
export type QualityFinding = {
  name: string
  region: string
  value: number | null
  limit: number
  unit: string
  passes: boolean
}

/**
 * All that was read from a document, as stored. Format, lines, check digits and `repaired` are of its machine-readable
 * zone (null and empty where it has none); portrait and outline are in pixels of the front's image.
 */
export type ReadingData = {
  format: MrzFormat | null
  lines: string[]
  checkDigits: CheckDigit[]
  repaired: boolean
  fields: PlacedField[]
  agreements: FieldAgreement[]
  quality: QualityFinding[]
  outline: Quad
  portraitBox: Quad | null
  /** Of the faces that were compared; readings of before these were kept have none. */
  faces?: FacePlaces
}

/** The eyes of a face, the one further to the left in the image first. */
export type Eyes = [Point, Point]

/**
 * Where the eyes of the two faces are, to show them side by side. `portrait`: in pixels of the image that was cut out. `selfie`: in
 * pixels of that capture's image, of a liveness step of this frame (from 0).
 */
export type FacePlaces = {
  portrait: Eyes | null
  selfie: { captureId: string; frame: number; eyes: Eyes } | null
}
