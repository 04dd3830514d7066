import type { CheckDigit, MrzFieldName, MrzFormat } from '../reading'

/** Characters `start` (inclusive) to `end` (exclusive) of line `line`, all from 0. */
export type Span = { line: number; start: number; end: number }

/** What a field holds, and so which characters may stand in it and how its value is made. */
export type FieldKind =
  | 'CODE'
  | 'STATE'
  | 'NUMBER'
  | 'DATE'
  | 'SEX'
  | 'SURNAME'
  | 'GIVEN'
  | 'NAMES'
  | 'TEXT'

/** A field of a table. `NAMES` becomes two fields, surname and given names. */
export type FieldSpec = Span & { name: MrzFieldName | 'NAMES'; kind: FieldKind }

/** A check digit: where it is printed and what it covers, in this order. */
export type CheckSpec = {
  field: CheckDigit['field']
  line: number
  at: number
  covers: Span[]
  /** A filler may stand for the digit 0 when all it covers is filler. */
  mayBeFiller?: boolean
}

/** A machine-readable zone: its size, its fields in reading order and its check digits. */
export type MrzTable = {
  format: MrzFormat
  lines: number
  width: number
  fields: FieldSpec[]
  checks: CheckSpec[]
  /** Where a document number longer than nine characters goes on (ICAO 9303-5 §4.2.2, 9303-6 §4.2.2), or null. */
  longNumber: Span | null
}

/**
 * The tables of ICAO 9303-4 (TD3), -5 (TD1), -6 (TD2), -7 (visas MRV-A and MRV-B), and of the French identity
 * card of 1988 to 2021 (arrêté of 24 April 1991).
 */
export const MRZ_TABLES: Record<MrzFormat, MrzTable> = {
  TD3: {
    ...twoLines('TD3', 44, 42),
    checks: [
      ...dataLineChecks(),
      { field: 'OPTIONAL_DATA', line: 1, at: 42, covers: [span(1, 28, 42)], mayBeFiller: true },
      {
        field: 'COMPOSITE',
        line: 1,
        at: 43,
        covers: [span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)],
      },
    ],
    longNumber: null,
  },
  TD2: {
    ...twoLines('TD2', 36, 35),
    checks: [
      ...dataLineChecks(),
      {
        field: 'COMPOSITE',
        line: 1,
        at: 35,
        covers: [span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)],
      },
    ],
    longNumber: span(1, 28, 35),
  },
  MRV_A: { ...twoLines('MRV_A', 44, 44), checks: dataLineChecks(), longNumber: null },
  MRV_B: { ...twoLines('MRV_B', 36, 36), checks: dataLineChecks(), longNumber: null },
  TD1: {
    format: 'TD1',
    lines: 3,
    width: 30,
    fields: [
      { name: 'DOCUMENT_CODE', kind: 'CODE', ...span(0, 0, 2) },
      { name: 'ISSUING_STATE', kind: 'STATE', ...span(0, 2, 5) },
      { name: 'DOCUMENT_NUMBER', kind: 'NUMBER', ...span(0, 5, 14) },
      { name: 'OPTIONAL_DATA', kind: 'TEXT', ...span(0, 15, 30) },
      { name: 'BIRTH_DATE', kind: 'DATE', ...span(1, 0, 6) },
      { name: 'SEX', kind: 'SEX', ...span(1, 7, 8) },
      { name: 'EXPIRY_DATE', kind: 'DATE', ...span(1, 8, 14) },
      { name: 'NATIONALITY', kind: 'STATE', ...span(1, 15, 18) },
      { name: 'OPTIONAL_DATA_2', kind: 'TEXT', ...span(1, 18, 29) },
      { name: 'NAMES', kind: 'NAMES', ...span(2, 0, 30) },
    ],
    checks: [
      { field: 'DOCUMENT_NUMBER', line: 0, at: 14, covers: [span(0, 5, 14)] },
      { field: 'BIRTH_DATE', line: 1, at: 6, covers: [span(1, 0, 6)] },
      { field: 'EXPIRY_DATE', line: 1, at: 14, covers: [span(1, 8, 14)] },
      {
        field: 'COMPOSITE',
        line: 1,
        at: 29,
        covers: [span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)],
      },
    ],
    longNumber: span(0, 15, 30),
  },
  FRENCH_ID: {
    format: 'FRENCH_ID',
    lines: 2,
    width: 36,
    fields: [
      { name: 'DOCUMENT_CODE', kind: 'CODE', ...span(0, 0, 2) },
      { name: 'ISSUING_STATE', kind: 'STATE', ...span(0, 2, 5) },
      { name: 'SURNAME', kind: 'SURNAME', ...span(0, 5, 30) },
      { name: 'OPTIONAL_DATA', kind: 'TEXT', ...span(0, 30, 36) },
      { name: 'DOCUMENT_NUMBER', kind: 'NUMBER', ...span(1, 0, 12) },
      { name: 'GIVEN_NAMES', kind: 'GIVEN', ...span(1, 13, 27) },
      { name: 'BIRTH_DATE', kind: 'DATE', ...span(1, 27, 33) },
      { name: 'SEX', kind: 'SEX', ...span(1, 34, 35) },
    ],
    checks: [
      { field: 'DOCUMENT_NUMBER', line: 1, at: 12, covers: [span(1, 0, 12)] },
      { field: 'BIRTH_DATE', line: 1, at: 33, covers: [span(1, 27, 33)] },
      { field: 'COMPOSITE', line: 1, at: 35, covers: [span(0, 0, 36), span(1, 0, 35)] },
    ],
    longNumber: null,
  },
}

/** The table that lines of these lengths belong to, by the document code of the first; null when there is none. */
export function formatOf(lines: string[]): MrzTable | null {
  const first = lines[0] ?? ''
  if (lines.some((line) => line.length !== first.length)) return null
  const tables = Object.values(MRZ_TABLES).filter(
    ({ lines: count, width }) => count === lines.length && width === first.length,
  )
  return tables.find(({ format }) => CODES[format].test(first)) ?? null
}

const CODES: Record<MrzFormat, RegExp> = {
  TD1: /^/,
  TD2: /^(?!V|IDFRA)/,
  TD3: /^(?!V)/,
  MRV_A: /^V/,
  MRV_B: /^V/,
  FRENCH_ID: /^IDFRA/,
}

/** A span of one line. */
function span(line: number, start: number, end: number): Span {
  return { line, start, end }
}

function twoLines(format: MrzFormat, width: number, optionalEnd: number) {
  const fields: FieldSpec[] = [
    { name: 'DOCUMENT_CODE', kind: 'CODE', ...span(0, 0, 2) },
    { name: 'ISSUING_STATE', kind: 'STATE', ...span(0, 2, 5) },
    { name: 'NAMES', kind: 'NAMES', ...span(0, 5, width) },
    { name: 'DOCUMENT_NUMBER', kind: 'NUMBER', ...span(1, 0, 9) },
    { name: 'NATIONALITY', kind: 'STATE', ...span(1, 10, 13) },
    { name: 'BIRTH_DATE', kind: 'DATE', ...span(1, 13, 19) },
    { name: 'SEX', kind: 'SEX', ...span(1, 20, 21) },
    { name: 'EXPIRY_DATE', kind: 'DATE', ...span(1, 21, 27) },
    { name: 'OPTIONAL_DATA', kind: 'TEXT', ...span(1, 28, optionalEnd) },
  ]
  return { format, lines: 2, width, fields }
}

function dataLineChecks(): CheckSpec[] {
  return [
    { field: 'DOCUMENT_NUMBER', line: 1, at: 9, covers: [span(1, 0, 9)] },
    { field: 'BIRTH_DATE', line: 1, at: 19, covers: [span(1, 13, 19)] },
    { field: 'EXPIRY_DATE', line: 1, at: 27, covers: [span(1, 21, 27)] },
  ]
}
