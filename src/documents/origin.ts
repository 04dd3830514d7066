import { type DocumentType, typesOfCode } from './document-type'
import type { PlacedField, ReadingData } from './reading'
import { stateName } from './states'

/** Where a document is from and what it is: codes that may be kept in the clear. */
export type Origin = { country: string | null; documentType: DocumentType | null }

/**
 * What was read of the issuing state, if it is one of ICAO 9303-3 section 5 (a misread is kept nowhere), and the kind of
 * document: the declared one where the reading allows it, else the first that its code allows.
 */
export function originOf(
  { lines, fields }: Pick<ReadingData, 'lines' | 'fields'>,
  declared: DocumentType | null,
): Origin {
  const types = lines[0] ? typesOfCode(lines[0]) : licenceTypes(fields)
  const isPossible = declared !== null && (types.length === 0 || types.includes(declared))
  return { country: countryOf(fields), documentType: isPossible ? declared : (types[0] ?? null) }
}

const SOURCES = ['CHIP', 'MRZ', 'BARCODE'] as const

function countryOf(fields: readonly PlacedField[]): string | null {
  const found = SOURCES.flatMap((from) =>
    fields.filter(({ name, source }) => name === 'ISSUING_STATE' && source === from),
  )
  return found.find(({ value }) => stateName(value) !== null)?.value ?? null
}

function licenceTypes(fields: readonly PlacedField[]): DocumentType[] {
  return fields.some(({ source }) => source === 'BARCODE') ? ['DRIVING_LICENCE'] : []
}
