import type { Evidence } from '../decision/check-result'
import type { DocumentType } from '../documents/document-type'
import type {
  BarcodeReading,
  DocumentField,
  FieldName,
  MrzReading,
  VisualZone,
} from '../documents/reading'
import type { Mode } from '../sessions/session'
import type { Box, RgbImage } from '../vision/geometry'
import type { DocumentOutline } from '../vision/page-geometry'
import type { ChipFacts } from './check-chip'

/** One side of the document as photographed, and all that was read off it. */
export type SideFacts = {
  captureId: string
  image: RgbImage
  mrz: MrzReading | null
  visual: VisualZone
  barcodes: BarcodeReading[]
  outline: DocumentOutline
}

/**
 * What the checks on the document rest on. `today` is YYYY-MM-DD; `face` the portrait's box on the front; `chip` is there
 * when the session has one.
 */
export type DocumentFacts = {
  mode: Mode
  today: string
  declaredType: DocumentType | null
  front: SideFacts
  back: SideFacts | null
  face: Box | null
  chip?: ChipFacts
}

/** What the policy relies on: none of these may be uncertain for an approval. */
export const RELIED_ON: readonly FieldName[] = [
  'ISSUING_STATE',
  'DOCUMENT_NUMBER',
  'SURNAME',
  'GIVEN_NAMES',
  'BIRTH_DATE',
  'EXPIRY_DATE',
]

/** Fields that one source gives, and the capture they were read from. */
export type Source = { captureId: string; fields: DocumentField[] }

/** The machine-readable zone and its side; null where neither side has one. */
export function mrzOf({ front, back }: DocumentFacts): (SideFacts & { mrz: MrzReading }) | null {
  for (const side of [front, back]) if (side?.mrz) return { ...side, mrz: side.mrz }
  return null
}

/** The fields of a barcode that follows a standard we know; null where no side has one. */
export function barcodeOf({ front, back }: DocumentFacts): Source | null {
  for (const side of [back, front]) {
    const fields = side?.barcodes.find((barcode) => barcode.fields.length > 0)?.fields
    if (side && fields) return { captureId: side.captureId, fields }
  }
  return null
}

/** What the chip says, whoever signed it; null where there is none. */
export function chipOf({ chip }: DocumentFacts): Source | null {
  return chip ? { captureId: chip.captureId, fields: chip.reading.fields } : null
}

/** The fields that decide: the machine-readable zone's, else the barcode's. */
export function mainSource(facts: DocumentFacts): Source | null {
  const side = mrzOf(facts)
  return side ? { captureId: side.captureId, fields: side.mrz.fields } : barcodeOf(facts)
}

/** Every field of every source, the printed ones first: a chip may come from anywhere until it is authenticated. */
export function allFields(facts: DocumentFacts): DocumentField[] {
  const printed = [facts.front, facts.back].flatMap((side) =>
    side === null
      ? []
      : [
          ...(side.mrz?.fields ?? []),
          ...side.barcodes.flatMap(({ fields }) => fields),
          ...side.visual.fields,
        ],
  )
  return [...printed, ...(chipOf(facts)?.fields ?? [])]
}

export function fieldOf(source: Source | null, name: FieldName): DocumentField | undefined {
  return source?.fields.find((field) => field.name === name)
}

/** Evidence about a field: its capture, its name and where it stands. */
export function evidenceOn(source: Source, name: FieldName): Evidence {
  const box = fieldOf(source, name)?.box
  return { captureId: source.captureId, field: name, ...(box && { box }) }
}
