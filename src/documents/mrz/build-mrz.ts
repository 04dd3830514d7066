import { AppError } from '../../errors'
import type { MrzFormat } from '../reading'
import { checkDigit } from './check-digit'
import { textAt } from './check-digits'
import { type CheckSpec, type FieldSpec, MRZ_TABLES, type MrzTable, type Span } from './formats'
import { transliterate } from './transliterate'

/** What a document says; dates as YYYY-MM-DD, names in any Latin script, states as ICAO codes without fillers. */
export type MrzFields = {
  documentCode: string
  issuingState: string
  documentNumber: string
  nationality: string
  surname: string
  givenNames: string
  birthDate: string
  sex: 'M' | 'F' | 'X'
  expiryDate: string
  optionalData?: string
  optionalData2?: string
}

/**
 * The lines of a machine-readable zone with correct check digits. Names too long are cut at the field's end; a
 * document number too long for its field goes on in the optional data of TD1 and TD2.
 * @throws AppError INVALID when a number, a code or optional data does not fit the format
 */
export function buildMrz(format: MrzFormat, fields: MrzFields): string[] {
  const table = MRZ_TABLES[format]
  const lines = Array.from({ length: table.lines }, () => '<'.repeat(table.width))
  for (const spec of table.fields) put(lines, spec, fieldText(spec, fields, table))
  const long = numberTail(fields, table) !== ''
  for (const check of table.checks)
    if (!long || check.field !== 'DOCUMENT_NUMBER') putCheck(lines, check)
  return lines
}

function fieldText(spec: FieldSpec, fields: MrzFields, table: MrzTable): string {
  const size = spec.end - spec.start
  const text = TEXTS[spec.name](fields)
  if (spec.kind === 'NAMES' || spec.kind === 'SURNAME' || spec.kind === 'GIVEN')
    return text.slice(0, size)
  if (spec.name === 'DOCUMENT_NUMBER' && text.length > size && table.longNumber !== null)
    return text.slice(0, size)
  const whole = spec.name === 'OPTIONAL_DATA' ? numberTail(fields, table) + text : text
  if (whole.length <= size) return whole
  throw new AppError('INVALID', `${spec.name} has more than ${size} characters.`)
}

const TEXTS: Record<FieldSpec['name'], (fields: MrzFields) => string> = {
  DOCUMENT_CODE: ({ documentCode }) => transliterate(documentCode),
  ISSUING_STATE: ({ issuingState }) => transliterate(issuingState),
  DOCUMENT_NUMBER: ({ documentNumber }) => transliterate(documentNumber),
  NATIONALITY: ({ nationality }) => transliterate(nationality),
  SURNAME: ({ surname }) => transliterate(surname),
  GIVEN_NAMES: ({ givenNames }) => transliterate(givenNames),
  NAMES: ({ surname, givenNames }) => `${transliterate(surname)}<<${transliterate(givenNames)}`,
  BIRTH_DATE: ({ birthDate }) => shortDate(birthDate),
  EXPIRY_DATE: ({ expiryDate }) => shortDate(expiryDate),
  SEX: ({ sex }) => (sex === 'X' ? '<' : sex),
  OPTIONAL_DATA: ({ optionalData }) => transliterate(optionalData ?? ''),
  OPTIONAL_DATA_2: ({ optionalData2 }) => transliterate(optionalData2 ?? ''),
}

function shortDate(date: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(date))
    throw new AppError('INVALID', 'A date is not in the form YYYY-MM-DD.')
  return date.slice(2).replace(/-/g, '')
}

function numberTail({ documentNumber }: MrzFields, table: MrzTable): string {
  const number = transliterate(documentNumber)
  if (table.longNumber === null || number.length <= 9) return ''
  return `${number.slice(9)}${checkDigit(number)}<`
}

function putCheck(lines: string[], check: CheckSpec): void {
  const covered = check.covers.map((span) => textAt(lines, span)).join('')
  put(lines, { line: check.line, start: check.at, end: check.at + 1 }, checkDigit(covered))
}

function put(lines: string[], { line, start }: Span, text: string): void {
  const old = lines[line] ?? ''
  lines[line] = old.slice(0, start) + text + old.slice(start + text.length)
}
