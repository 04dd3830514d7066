import type { FieldKind, MrzTable } from './formats'
import { type Glyph, LEAST_MASS, MRZ_ALPHABET, scoreOf } from './glyph'

/** What may stand at a place: a letter, a digit, either, or the sex; a filler may stand anywhere. */
export type CharacterClass = 'LETTER' | 'DIGIT' | 'ANY' | 'SEX'

/** The class of every place of line `line` of the table. */
export function classesOf(table: MrzTable, line: number): CharacterClass[] {
  const classes = Array.from({ length: table.width }, (): CharacterClass => 'ANY')
  for (const spec of table.fields.filter((field) => field.line === line))
    for (let i = spec.start; i < spec.end; i++) classes[i] = CLASS_OF[spec.kind]
  const code = table.fields.find((field) => field.line === line && field.kind === 'CODE')
  if (code !== undefined) classes[code.start + 1] = 'ANY' // the issuer's own: C1 on cards of the United States
  for (const check of table.checks.filter((spec) => spec.line === line)) classes[check.at] = 'DIGIT'
  return classes
}

/**
 * Glyphs with each character read as its class allows: in a date `O` is `0`, in a name `0` is `O`. Where the recogniser
 * gave scores they decide between the characters allowed, and the confidence is the winner's share of them. This is
 * reading by the rules of the format, not a repair: nothing else can be printed there.
 */
export function foldGlyphs(glyphs: Glyph[], classes: CharacterClass[]): Glyph[] {
  return glyphs.map((glyph, i) => {
    const characterClass = classes[i] ?? 'ANY'
    if (glyph.scores !== undefined) return likeliest(glyph, ALLOWED[characterClass])
    const char = FOLD[characterClass][glyph.char] ?? glyph.char
    return char === glyph.char ? glyph : { ...glyph, char }
  })
}

function likeliest(glyph: Glyph, allowed: string): Glyph {
  let char = '<'
  let most = 0
  let mass = 0
  for (const candidate of allowed) {
    const score = scoreOf(glyph, candidate)
    mass += score
    if (score > most) char = candidate
    most = Math.max(most, score)
  }
  return { ...glyph, char, confidence: most / Math.max(mass, LEAST_MASS) }
}

/** Characters that recognisers take for one another in OCR-B, each with those it may be. */
export const CONFUSABLE: Record<string, string> = confusable(
  '0O 0D 0Q 1I 1L 2Z 5S 8B 6G 4A 7T 7Z C< K< MN HM VY UV 38 68 98 08 56 17',
)

/** Whether the class admits the character as a repair. */
export function admits(characterClass: CharacterClass, char: string): boolean {
  if (characterClass === 'DIGIT') return /\d/.test(char)
  return characterClass !== 'LETTER' || !/\d/.test(char)
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
  ANY: MRZ_ALPHABET,
}

const FOLD: Record<CharacterClass, Record<string, string>> = {
  ANY: {},
  LETTER: { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 6: 'G', 8: 'B', 4: 'A', 7: 'T' },
  DIGIT: {
    O: '0',
    Q: '0',
    D: '0',
    U: '0',
    I: '1',
    L: '1',
    Z: '2',
    S: '5',
    G: '6',
    B: '8',
    T: '7',
    A: '4',
  },
  SEX: { P: 'F', N: 'M', H: 'M' },
}

function confusable(pairs: string): Record<string, string> {
  const table: Record<string, string> = {}
  for (const [a = '', b = ''] of pairs.split(' ')) {
    table[a] = (table[a] ?? '') + b
    table[b] = (table[b] ?? '') + a
  }
  return table
}
