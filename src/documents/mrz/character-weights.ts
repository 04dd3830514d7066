import type { FieldKind, MrzTable } from './formats'
import { MRZ_ALPHABET } from './glyph'

/** What may stand at a place: a letter, a digit, either, the sex, or a zone's first letter; a filler anywhere. */
type CharacterClass = 'LETTER' | 'DIGIT' | 'ANY' | 'SEX' | 'FIRST'

/**
 * How much a character that does not belong at a place counts against those that do. Not nothing: specimens and forgeries
 * print letters into dates, and what is printed is to be read.
 */
const OUT_OF_PLACE = 0.003

/** For every place of line `line` of the table the weights of the 37 characters: 1 where the format allows it. */
export function weightsOf(table: MrzTable, line: number): Float64Array[] {
  return classesOf(table, line).map((characterClass) => WEIGHTS[characterClass])
}

function classesOf(table: MrzTable, line: number): CharacterClass[] {
  const classes = Array.from({ length: table.width }, (): CharacterClass => 'ANY')
  for (const spec of table.fields.filter((field) => field.line === line))
    for (let i = spec.start; i < spec.end; i++) classes[i] = CLASS_OF[spec.kind]
  const code = table.fields.find((field) => field.line === line && field.kind === 'CODE')
  if (code !== undefined) {
    classes[code.start] = 'FIRST'
    classes[code.start + 1] = 'ANY' // the issuer's own: C1 on cards of the United States
  }
  for (const check of table.checks.filter((spec) => spec.line === line)) classes[check.at] = 'DIGIT'
  return classes
}

const CLASS_OF: Record<FieldKind, CharacterClass> = {
  CODE: 'LETTER',
  STATE: 'LETTER',
  NUMBER: 'ANY',
  DATE: 'DIGIT',
  SEX: 'SEX',
  SURNAME: 'LETTER',
  GIVEN: 'LETTER',
  NAMES: 'LETTER',
  TEXT: 'ANY',
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const ALLOWED: Record<CharacterClass, string> = {
  LETTER: `<${LETTERS}`,
  DIGIT: '<0123456789',
  SEX: '<MFX',
  FIRST: 'ACIPV',
  ANY: MRZ_ALPHABET,
}

const WEIGHTS: Record<CharacterClass, Float64Array> = {
  LETTER: weights('LETTER'),
  DIGIT: weights('DIGIT'),
  SEX: weights('SEX'),
  FIRST: weights('FIRST'),
  ANY: weights('ANY'),
}

function weights(characterClass: CharacterClass): Float64Array {
  return Float64Array.from(MRZ_ALPHABET, (char) =>
    ALLOWED[characterClass].includes(char) ? 1 : OUT_OF_PLACE,
  )
}
