import { issuerOf } from './aamva-issuers'
import type { AamvaRecord } from './aamva-record'

/** A value made from a record's elements; not `plausible` when it cannot be right as it stands. */
export type AamvaValue = { value: string; plausible: boolean }

/** The number of the licence or card, as printed. */
export function documentNumber(record: AamvaRecord): AamvaValue | null {
  return known(element(record, 'DAQ'), /^[A-Z0-9][A-Z0-9* -]{0,24}$/i)
}

/** The family name; not plausible when the issuer says that it was cut. */
export function surname(record: AamvaRecord): AamvaValue | null {
  const [fromWhole = '', ...others] = wholeName(record)
  const value = element(record, 'DCS') || element(record, 'DAB') || fromWhole
  const guessed = value === fromWhole && value !== '' && others.length === 0
  return nameValue([value], isCut(record, 'DDE') || guessed)
}

/** First and middle names, a blank between them; not plausible when the issuer says that one was cut. */
export function givenNames(record: AamvaRecord): AamvaValue | null {
  const cut = isCut(record, 'DDF') || isCut(record, 'DDG')
  const single = [element(record, 'DAC'), element(record, 'DAD')]
  if (single.some((name) => name !== '')) return nameValue(single, cut)
  const [, first = '', middle = ''] = wholeName(record)
  return nameValue([element(record, 'DCT') || `${first} ${middle}`], cut)
}

/** M, F or X (not specified). The standard of 2000 allowed letters for 1 and 2. */
export function sex(record: AamvaRecord): AamvaValue | null {
  const text = element(record, 'DBC').toUpperCase()
  if (text === '') return null
  const value = SEXES[text]
  return { value: value ?? text, plausible: value !== undefined }
}

/** The country as an ICAO code, by the issuer's number; not plausible when unknown or when the record disagrees. */
export function issuingState(record: AamvaRecord): AamvaValue | null {
  const printed = element(record, 'DCG').toUpperCase()
  const country = issuerOf(record.issuer)?.country
  const value = country ?? printed
  if (value === '') return null
  return { value, plausible: country !== undefined && (printed === '' || printed === country) }
}

/** Street, city, and state with postal code, on one line; the address of residence where no other is given. */
export function address(record: AamvaRecord): AamvaValue | null {
  const mailing = addressOf(record, ['DAG', 'DAH', 'DAI', 'DAJ', 'DAK'])
  const value = mailing === '' ? addressOf(record, ['DAL', 'DAM', 'DAN', 'DAO', 'DAP']) : mailing
  return value === '' ? null : { value, plausible: true }
}

/** Where the holder was born, as printed. */
export function birthPlace(record: AamvaRecord): AamvaValue | null {
  return known(element(record, 'DCI'), /\p{L}/u)
}

/** The element's value; '' where it is missing or the issuer says that there is none. */
export function element({ elements }: AamvaRecord, name: string): string {
  const value = elements.get(name) ?? ''
  return /^(none|unavl|unavail|unavailable|n\/a)$/i.test(value) ? '' : value
}

const SEXES: Record<string, string> = { '1': 'M', '2': 'F', '9': 'X', M: 'M', F: 'F', X: 'X' }

function known(value: string, pattern: RegExp): AamvaValue | null {
  return value === '' ? null : { value, plausible: pattern.test(value) }
}

/** Surname, first and middle name of the standard of 2000: one element, commas between. */
function wholeName(record: AamvaRecord): string[] {
  const text = element(record, 'DAA')
  return text === '' ? [] : text.split(/[,@$]/).map((name) => name.trim())
}

function nameValue(parts: string[], cut: boolean): AamvaValue | null {
  const value = parts
    .join(' ')
    .replace(/[,\s]+/g, ' ')
    .trim()
  if (value === '') return null
  return { value, plausible: !cut && /^\p{L}[\p{L}\p{M}'’. -]*$/u.test(value) }
}

function isCut(record: AamvaRecord, name: string): boolean {
  return element(record, name).toUpperCase() === 'T'
}

function addressOf(record: AamvaRecord, names: string[]): string {
  const [street = '', second = '', city = '', state = '', code = ''] = names.map((name) =>
    element(record, name).replace(/[\s,]+$/, ''),
  )
  const last = `${state} ${postalCode(code)}`.trim()
  return [street, second, city, last].filter((part) => part !== '').join(', ')
}

/** Nine digits are a US code with its extension, all zeros where that is unknown. */
function postalCode(code: string): string {
  const [, five, four] = /^(\d{5})-?(\d{4})$/.exec(code) ?? []
  if (five === undefined || four === undefined) return code
  return four === '0000' ? five : `${five}-${four}`
}
