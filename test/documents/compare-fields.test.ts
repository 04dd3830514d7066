import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { compareFields } from '../../src/documents/compare-fields'
import { transliterate } from '../../src/documents/mrz/transliterate'
import type { DocumentField, FieldName, FieldSource } from '../../src/documents/reading'

type Values = Partial<Record<FieldName, string>>

function fields(source: FieldSource, values: Values, uncertain = false): DocumentField[] {
  return Object.entries(values).map(([name, value]) => ({
    name: name as FieldName,
    value,
    source,
    confidence: 0.9,
    uncertain,
    box: null,
  }))
}

/** The judgement of one field printed against the same field of the machine-readable zone. */
function judged(name: FieldName, printed: string, zone: string, uncertain = false) {
  const [one] = compareFields(
    fields('VIZ', { [name]: printed }, uncertain),
    fields('MRZ', { [name]: zone }),
  )
  return `${one?.result} ${one?.reason}`
}

describe('names agree in every spelling of ICAO 9303-3 §6', () => {
  test.each([
    ['MÜLLER', 'MUELLER'],
    ['MÜLLER', 'MULLER'],
    ['MÜLLER', 'MUXXLLER'],
    ['MULLER', 'MUELLER'],
    ['ÅSA ÖSTBERG', 'AASA OESTBERG'],
    ['ÅSA ÖSTBERG', 'ASA OSTBERG'],
    ['ÞURÍÐUR ÖSP', 'THURIDUR OESP'],
    ['ÆVARSDÓTTIR', 'AEVARSDOTTIR'],
    ['SØRENSEN', 'SOERENSEN'],
    ['STRAẞE', 'STRASSE'],
    ['Straße', 'STRASSE'],
    ['ŁUKASZ', 'LUKASZ'],
    ['İNCİ', 'INCI'],
    ['PEÑA', 'PENA'],
    ['PEÑA', 'PENXXA'],
    ['ТКАЧЕНКО', 'TKACHENKO'],
    ['МИЛИЦА', 'MILICA'],
    ['محمود', 'MXHMWD'],
    ['عبدالرحيم', 'EBDALRXHYM'],
  ])('%s is %s', (printed, zone) => {
    expect(judged('SURNAME', printed, zone)).toMatch(/^AGREES/)
  })
})

test('hyphens, apostrophes, blanks and small letters make no difference', () => {
  expect(judged('SURNAME', "O'Connor-Smith", 'OCONNOR SMITH')).toBe('AGREES EQUAL')
  expect(judged('GIVEN_NAMES', 'ANNAMARIA', 'ANNA MARIA')).toBe('AGREES EQUAL')
})

test('other names differ, with the distance between them', () => {
  expect(judged('SURNAME', 'ERIKSSON', 'MUSTERMANN')).toBe('DIFFERS MISMATCH')
  const [one] = compareFields(
    fields('VIZ', { SURNAME: 'ERIKSSON' }),
    fields('MRZ', { SURNAME: 'ERIKSSEN' }),
  )
  expect(one).toMatchObject({ result: 'DIFFERS', distance: 1 })
  expect(one?.left?.value).toBe('ERIKSSON')
  expect(one?.right?.value).toBe('ERIKSSEN')
})

test('given names agree in another order, and are doubtful where some are left out', () => {
  expect(judged('GIVEN_NAMES', 'MARIA ANNA', 'ANNA MARIA')).toBe('AGREES REORDERED')
  expect(judged('GIVEN_NAMES', 'LEE W.', 'LEE')).toBe('DOUBTFUL PARTIAL')
})

test('names that a full zone had to shorten agree with the whole; in a zone with room they do not', () => {
  const printed = fields('VIZ', { SURNAME: 'PAPANDROPOULOUS', GIVEN_NAMES: 'JONATHON ALEC WARREN' })
  const full = fields('MRZ', { SURNAME: 'PAPANDROPOULOUS', GIVEN_NAMES: 'JONATHON ALE' })
  expect(compareFields(printed, full).map(({ result, reason }) => `${result} ${reason}`)).toEqual([
    'AGREES EQUAL',
    'AGREES TRUNCATED',
  ])
  expect(judged('SURNAME', 'PAPANDROPOULOUS', 'PAPANDRO')).toBe('DIFFERS MISMATCH')
})

test('figures that a recogniser takes for letters cast doubt; other figures differ', () => {
  expect(judged('DOCUMENT_NUMBER', 'LO12345', 'L012345')).toBe('DOUBTFUL OCR_DOUBT')
  expect(judged('DOCUMENT_NUMBER', '1D98754', 'ID98754')).toBe('DOUBTFUL OCR_DOUBT')
  expect(judged('DOCUMENT_NUMBER', 'L012345', 'L012346')).toBe('DIFFERS MISMATCH')
  expect(judged('DOCUMENT_NUMBER', '022-345-679', '022345679')).toBe('AGREES EQUAL')
  expect(judged('DOCUMENT_NUMBER', '555123ABC12', '555123ABC')).toBe('DOUBTFUL TRUNCATED')
})

test('dates and sex agree exactly or not at all', () => {
  expect(judged('BIRTH_DATE', '1974-08-12', '1974-08-12')).toBe('AGREES EQUAL')
  expect(judged('BIRTH_DATE', '1974-08-13', '1974-08-12')).toBe('DIFFERS MISMATCH')
  expect(judged('SEX', 'F', 'M')).toBe('DIFFERS MISMATCH')
})

test('a value marked uncertain proves no difference', () => {
  expect(judged('BIRTH_DATE', '1974-08-13', '1974-08-12', true)).toBe('DOUBTFUL OCR_DOUBT')
  expect(judged('SURNAME', 'SMITH', 'MUSTERMANN', true)).toBe('DOUBTFUL MISMATCH')
})

test('a nationality in words agrees with its code; another code differs', () => {
  expect(judged('NATIONALITY', 'CANADIAN/CANADIENNE', 'CAN')).toBe('AGREES TRANSLITERATED')
  expect(judged('NATIONALITY', 'UTO', 'UTO')).toBe('AGREES EQUAL')
  expect(judged('NATIONALITY', 'FRA', 'DEU')).toBe('DOUBTFUL MISMATCH')
  expect(judged('NATIONALITY', 'FRA', 'CAN')).toBe('DIFFERS MISMATCH')
  expect(judged('NATIONALITY', 'ISLENSK', 'ISL')).toBe('DOUBTFUL MISMATCH')
})

test('only what both sources can hold is compared, and what one lacks is missing', () => {
  const printed = fields('VIZ', {
    SURNAME: 'MARTIN',
    BIRTH_PLACE: 'OTTAWA',
    ISSUE_DATE: '2013-01-14',
  })
  const zone = fields('MRZ', { SURNAME: 'MARTIN', BIRTH_DATE: '1985-01-01' })
  const results = compareFields(printed, zone).map(({ field, result }) => `${field} ${result}`)
  expect(results).toEqual(['SURNAME AGREES', 'BIRTH_DATE MISSING'])
})

test('every Latin name agrees with its transliteration', () => {
  const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÅÆÇÉÈÑÖØÜÞÐŁŽĆŘŐŞĞ')
  fc.assert(
    fc.property(fc.string({ unit: letters, minLength: 1, maxLength: 12 }), (name) => {
      expect(judged('SURNAME', name, transliterate(name))).toMatch(/^AGREES/)
    }),
  )
})

test('a comparison looks the same from both sides', () => {
  const name = fc.string({ unit: fc.constantFrom(...'ABEOU ÖÄ01ILM'), minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(
      name,
      name,
      fc.constantFrom<FieldName>('SURNAME', 'DOCUMENT_NUMBER'),
      (a, b, field) => {
        expect(judged(field, a, b)).toBe(judged(field, b, a))
      },
    ),
  )
})
