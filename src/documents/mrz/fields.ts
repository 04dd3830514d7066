import { stateName } from '../states'
import { hasUnknownParts, mrzDate } from './dates'
import type { FieldKind, FieldSpec } from './formats'

/** A value made from a field's text; not `plausible` when the text cannot be right as it stands. */
export type FieldValue = { value: string; plausible: boolean }

/**
 * The value of a field's text: fillers removed, a date as YYYY-MM-DD (as printed where it is none or partly
 * unknown), sex as M, F or X (unspecified). `today` is YYYY-MM-DD.
 */
export function fieldValue(spec: FieldSpec, text: string, today: string): FieldValue {
  const name = spec.name === 'BIRTH_DATE' ? 'BIRTH' : 'EXPIRY'
  if (spec.kind === 'DATE') return dateValue(text, name, today)
  return VALUES[spec.kind](text)
}

/** Surname and given names, split at the first two fillers (ICAO 9303-3 §4.6); transliteration stays as printed. */
export function splitNames(text: string): { surname: string; givenNames: string } {
  const at = text.indexOf('<<')
  if (at < 0) return { surname: words(text), givenNames: '' }
  return { surname: words(text.slice(0, at)), givenNames: words(text.slice(at)) }
}

/** Fillers between words as one blank, none at the ends. */
export function words(text: string): string {
  return text.replace(/<+/g, ' ').trim()
}

const VALUES: Record<Exclude<FieldKind, 'DATE'>, (text: string) => FieldValue> = {
  CODE: (text) => ({ value: words(text), plausible: /^[A-Z][A-Z0-9<]$/.test(text) }),
  STATE: (text) => ({ value: words(text), plausible: stateName(words(text)) !== null }),
  NUMBER: (text) => ({ value: text.replace(/</g, ''), plausible: /[0-9A-Z]/.test(text) }),
  SEX: (text) => ({ value: text === '<' ? 'X' : text, plausible: /^[MFX<]$/.test(text) }),
  SURNAME: nameValue,
  GIVEN: nameValue,
  NAMES: nameValue,
  TEXT: (text) => ({ value: words(text), plausible: true }),
}

function nameValue(text: string): FieldValue {
  return { value: words(text), plausible: /^[A-Z][A-Z<]*$/.test(text) }
}

function dateValue(text: string, meaning: 'BIRTH' | 'EXPIRY', today: string): FieldValue {
  const date = mrzDate(text, meaning, today)
  return { value: date ?? text, plausible: date !== null || hasUnknownParts(text) }
}
