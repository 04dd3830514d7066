import type { FieldName } from '../reading'
import { lettersOf } from './fold'
import { type DateMeaning, type DateOrder, printedDates } from './printed-dates'

/** What is known of the page when values are read: the day (YYYY-MM-DD) and the order of dates in figures. */
export type PageContext = { today: string; order: DateOrder }

/** A value cleaned, the characters of the text it was read from, and how well it fits its field (0..1). */
export type Value = { value: string; from: number; to: number; fit: number }

/** The fields that a visual zone is searched for. */
export type VisualField = Exclude<
  FieldName,
  'DOCUMENT_CODE' | 'ISSUING_STATE' | 'OPTIONAL_DATA' | 'OPTIONAL_DATA_2' | 'ADDRESS'
>

type Reader = (text: string, context: PageContext) => Value | null

/** The text as a value of the field, or null when it cannot be one. */
export function readValue(field: VisualField, text: string, context: PageContext): Value | null {
  return READERS[field](text, context)
}

const READERS: Record<VisualField, Reader> = {
  SURNAME: readName,
  GIVEN_NAMES: readName,
  NATIONALITY: (text) => readWords(text, 1),
  BIRTH_PLACE: readPlace,
  AUTHORITY: (text) => readWords(text, 2),
  SEX: readSex,
  DOCUMENT_NUMBER: (text) => readNumber(text, 5),
  PERSONAL_NUMBER: (text) => readNumber(text, 6),
  BIRTH_DATE: dateReader('BIRTH'),
  ISSUE_DATE: dateReader('ISSUE'),
  EXPIRY_DATE: dateReader('EXPIRY'),
}

function dateReader(meaning: DateMeaning): Reader {
  return (text, { today, order }) => {
    const [date] = printedDates(text, { meaning, order, today })
    return date === undefined ? null : { ...date, fit: 1 }
  }
}

/**
 * Words of letters; figures do not belong in a name, and names stand mostly in capitals. Behind a slash comes the form in
 * Latin letters (ICAO 9303-3 §3.1).
 */
function readName(text: string): Value | null {
  const value = trimmed(text, /^(.*\/(?=.*\p{L}{2}))?[^\p{L}]*|[^\p{L}.]+$/gu)
  if (value === null) return null
  const letters = [...value.value].filter((char) => /\p{L}/u.test(char)).length
  const capitals = [...value.value].filter((char) => /\p{Lu}/u.test(char)).length
  const figures = [...value.value].filter((char) => /\d/.test(char)).length
  if (letters < 2 || figures > letters / 3) return null
  const capital = /^\p{Lu}/u.test(value.value) ? 1 : 0.6
  return { ...value, fit: capital * (0.7 + 0.3 * (capitals / letters)) * (figures > 0 ? 0.7 : 1) }
}

/** Licences print the place behind the date: figures in front do not belong to it. */
function readPlace(text: string): Value | null {
  const skipped = text.length - text.replace(/^[^\p{L}]+/u, '').length
  const place = readWords(text.slice(skipped), 2)
  return place && { ...place, from: place.from + skipped, to: place.to + skipped }
}

function readWords(text: string, least: number): Value | null {
  const value = trimmed(text, /^[^\p{L}\p{N}]+|[^\p{L}\p{N}.)]+$/gu)
  if (value === null) return null
  const letters = [...value.value].filter((char) => /\p{L}/u.test(char)).length
  if (letters < least || letters < value.value.length / 3) return null
  return { ...value, fit: 0.9 }
}

/** The first token of enough letters and figures, at least half of them figures; blanks and hyphens may divide it. */
function readNumber(text: string, least: number): Value | null {
  for (const match of text.matchAll(/[A-Z0-9](?:[A-Z0-9]|[ .\-/·]{1,2}(?=[A-Z0-9]))*/g)) {
    const value = zeros(match[0].replace(/[^A-Z0-9]/g, ''))
    const digits = value.replace(/\D/g, '').length
    if (value.length < least || value.length > 20 || digits < Math.max(3, value.length / 2))
      continue
    const from = match.index
    return { value, from, to: from + match[0].length, fit: value.length > 14 ? 0.7 : 1 }
  }
  return null
}

/** Issuers leave the letter O out of numbers: beside figures, and in a row with them, what looks like one is a zero. */
function zeros(number: string): string {
  return number.replace(/(?<=\d)O+|O+(?=O*\d)/g, (run) => '0'.repeat(run.length))
}

const SEXES: Record<string, string> = {
  M: 'M',
  F: 'F',
  X: 'X',
  W: 'F',
  MALE: 'M',
  FEMALE: 'F',
  MAN: 'M',
  WOMAN: 'F',
  HOMME: 'M',
  FEMME: 'F',
}

/** The last of the letters that languages side by side give (`KVK/F`, `N/F`), for that is the international one. */
function readSex(text: string): Value | null {
  const tokens = [...text.matchAll(/(?<![A-Za-z\d])[A-Za-z]+/g)]
  if (tokens.length === 0 || tokens.length > 3) return null
  for (const token of tokens.reverse()) {
    const value = SEXES[lettersOf(token[0])]
    if (value === undefined) continue
    return { value, from: token.index, to: token.index + token[0].length, fit: 1 }
  }
  return null
}

/** The text without what the pattern matches at its ends, or null when nothing is left. */
function trimmed(text: string, ends: RegExp): Value | null {
  const value = text.replace(ends, '')
  if (value === '') return null
  const from = text.indexOf(value)
  return { value: value.replace(/\s+/g, ' '), from, to: from + value.length, fit: 1 }
}
