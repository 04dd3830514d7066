import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { assembleMrz, readCandidate } from '../../../src/documents/mrz/assemble-mrz'
import { buildMrz, type MrzFields } from '../../../src/documents/mrz/build-mrz'
import { checkLines } from '../../../src/documents/mrz/check-digits'
import { MRZ_TABLES } from '../../../src/documents/mrz/formats'
import { MRZ_ALPHABET } from '../../../src/documents/mrz/glyph'
import { allChecksValid, parseMrz } from '../../../src/documents/mrz/parse-mrz'
import type { MrzFormat } from '../../../src/documents/reading'
import { seenLine } from '../../support/seen-line'

const TODAY = '2026-11-24'
const FORMATS = Object.keys(MRZ_TABLES) as MrzFormat[]

const word = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), { minLength: 1, maxLength })
    .map((letters) => letters.join(''))
const date = (from: number, to: number) =>
  fc
    .tuple(
      fc.integer({ min: from, max: to }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    )
    .map(
      ([year, month, day]) =>
        `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
    )
const person: fc.Arbitrary<MrzFields> = fc.record({
  documentCode: fc.constant('I'),
  issuingState: fc.constantFrom('UTO', 'D', 'GBR', 'FRA'),
  nationality: fc.constantFrom('UTO', 'D', 'XXA'),
  documentNumber: fc.stringMatching(/^[A-Z0-9]{5,9}$/),
  surname: word(12),
  givenNames: word(12),
  birthDate: date(1930, 2026).filter((day) => day <= TODAY),
  expiryDate: date(1990, 2041).filter((day) => day <= '2041-11-24' && day > '1941-11-24'),
  sex: fc.constantFrom('M' as const, 'F' as const, 'X' as const),
})

test.each(FORMATS)('what is built as %s is read back', (format) => {
  fc.assert(
    fc.property(person, (fields) => {
      const lines = buildMrz(format, { ...fields, ...codesOf(format) })
      const reading = parseMrz(lines, TODAY)
      const read = Object.fromEntries(reading?.fields.map(({ name, value }) => [name, value]) ?? [])
      expect(reading?.format).toBe(format)
      expect(reading && allChecksValid(reading)).toBe(true)
      expect(read).toMatchObject({
        DOCUMENT_NUMBER: fields.documentNumber,
        SURNAME: fields.surname,
        GIVEN_NAMES: fields.givenNames,
        BIRTH_DATE: fields.birthDate,
        SEX: fields.sex,
      })
      if (format !== 'FRENCH_ID')
        expect(read).toMatchObject({
          EXPIRY_DATE: fields.expiryDate,
          NATIONALITY: fields.nationality,
        })
    }),
    { numRuns: 60 },
  )
})

test('long numbers and optional data of cards are read back', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('TD1' as const, 'TD2' as const),
      person,
      fc.stringMatching(/^[A-Z0-9]{10,13}$/),
      (format, fields, documentNumber) => {
        const reading = parseMrz(buildMrz(format, { ...fields, documentNumber }), TODAY)
        expect(reading?.fields.find(({ name }) => name === 'DOCUMENT_NUMBER')?.value).toBe(
          documentNumber,
        )
        expect(reading && allChecksValid(reading)).toBe(true)
      },
    ),
  )
})

test('every edit of one character that changes the sum modulo 10 is caught, and no other can be', () => {
  const counts = { caught: 0, collisions: 0 }
  fc.assert(
    fc.property(fc.constantFrom(...FORMATS), person, (format, fields) => {
      const lines = buildMrz(format, { ...fields, ...codesOf(format) })
      for (const check of MRZ_TABLES[format].checks)
        for (const span of check.covers)
          for (let i = span.start; i < span.end; i++)
            countEdits(lines, format, span.line, i, check.field, counts)
    }),
    { numRuns: 12 },
  )
  const edits = counts.caught + counts.collisions
  const share = counts.collisions / edits
  expect(edits).toBeGreaterThan(10_000)
  expect(share).toBeGreaterThan(0.05)
  expect(share).toBeLessThan(0.12)
})

test('arbitrary text never makes the parser throw', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom(...MRZ_ALPHABET), minLength: 28, maxLength: 46 }),
  )
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), (lines) => {
      parseMrz(lines, TODAY)
      const seen = lines.map((line) => seenLine(line.replace(/[^A-Z0-9<]/g, ''), 0.5))
      const candidate = assembleMrz(seen)
      if (candidate !== null) readCandidate(candidate, TODAY)
    }),
  )
})

function codesOf(format: MrzFormat): Partial<MrzFields> {
  if (format === 'FRENCH_ID') return { documentCode: 'ID', issuingState: 'FRA' }
  if (format === 'TD3') return { documentCode: 'P' }
  return format.startsWith('MRV') ? { documentCode: 'V' } : {}
}

/** An edit is a collision when the values differ by a multiple of 10: the weights 7, 3 and 1 have no common factor with it. */
function countEdits(
  lines: string[],
  format: MrzFormat,
  line: number,
  at: number,
  field: string,
  counts: { caught: number; collisions: number },
): void {
  const old = lines[line]?.[at] ?? ''
  for (const char of MRZ_ALPHABET) {
    if (char === old) continue
    const edited = lines.map((text, i) =>
      i === line ? text.slice(0, at) + char + text.slice(at + 1) : text,
    )
    const table = MRZ_TABLES[format]
    const check = checkLines(edited, table).find((found) => found.check.field === field)?.check
    const collides = (weightOf(char) - weightOf(old)) % 10 === 0
    expect({ line, at, char, valid: check?.valid }).toEqual({ line, at, char, valid: collides })
    if (collides) counts.collisions++
    else counts.caught++
  }
}

function weightOf(char: string): number {
  return char === '<' ? 0 : Number.parseInt(char, 36)
}
