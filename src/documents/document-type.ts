import type { BarcodeReading, MrzReading } from './reading'

/** The kinds of document an applicant may say they will show. */
export const DOCUMENT_TYPES = [
  'PASSPORT',
  'IDENTITY_CARD',
  'RESIDENCE_PERMIT',
  'DRIVING_LICENCE',
  'VISA',
] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

/**
 * The kinds a document may be, by its document code (ICAO 9303-3 to -7) or its barcode; empty when nothing tells. Codes do
 * not tell identity cards and residence permits apart.
 */
export function possibleTypes(mrz: MrzReading | null, barcodes: BarcodeReading[]): DocumentType[] {
  if (mrz !== null) return typesOfCode(mrz.lines[0] ?? '')
  return barcodes.some(({ fields }) => fields.length > 0)
    ? ['DRIVING_LICENCE', 'IDENTITY_CARD']
    : []
}

/** The same by the first line of a machine-readable zone alone. */
export function typesOfCode(line: string): DocumentType[] {
  return BY_CODE[line.charAt(0)] ?? []
}

const CARDS: DocumentType[] = ['IDENTITY_CARD', 'RESIDENCE_PERMIT']
const BY_CODE: Record<string, DocumentType[]> = {
  P: ['PASSPORT'],
  V: ['VISA'],
  A: CARDS,
  C: CARDS,
  I: CARDS,
}
