import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseMrz } from '../../../src/documents/mrz/parse-mrz'
import type { FieldName, MrzReading, TextLine } from '../../../src/documents/reading'
import { findFields } from '../../../src/documents/visual-zone/find-fields'
import { line, turned } from './page'

const TODAY = '2026-11-24'

const PASSPORT = [
  line('UTOPIA', 300, 0),
  line('Surname/Nom', 100, 40),
  line('MÜLLER-LÜDENSCHEIDT', 110, 64),
  line('Given names/Prénoms', 100, 100),
  line('ANNA MARIA', 110, 124),
  line('Date of birth/Date de naissance', 100, 160),
  line('12 AUG/AOÛT 74', 110, 184),
  line('Sex/Sexe', 100, 220),
  line('F', 110, 244),
  line('Place of birth/Lieu de naissance', 300, 220),
  line('ZENITH', 310, 244),
  line('Date of issue/Date de délivrance', 100, 280),
  line('16 APR/AVR 17', 110, 304),
  line('Authority/Autorité', 500, 280),
  line('PASSPORT OFFICE', 510, 304),
  line('Date of expiry/Date d’expiration', 100, 340),
  line('15 APR/AVR 27', 110, 364),
  line('Passport No./N° de passeport', 500, 40),
  line('L898902C3', 520, 64),
  line('Nationality/Nationalité', 500, 100),
  line('UTOPIAN', 510, 124),
]

const ALL = {
  SURNAME: 'MÜLLER-LÜDENSCHEIDT',
  GIVEN_NAMES: 'ANNA MARIA',
  DOCUMENT_NUMBER: 'L898902C3',
  BIRTH_DATE: '1974-08-12',
  EXPIRY_DATE: '2027-04-15',
  ISSUE_DATE: '2017-04-16',
  NATIONALITY: 'UTOPIAN',
  SEX: 'F',
  BIRTH_PLACE: 'ZENITH',
  AUTHORITY: 'PASSPORT OFFICE',
}

function values(lines: TextLine[], mrz: MrzReading | null = null) {
  const found = findFields(lines, mrz, TODAY)
  return Object.fromEntries(found.map(({ name, value }) => [name, value]))
}

function field(lines: TextLine[], mrz: MrzReading | null, name: FieldName) {
  return findFields(lines, mrz, TODAY).find((one) => one.name === name)
}

function zone(names: string, data: string): MrzReading {
  const reading = parseMrz([names.padEnd(44, '<'), data], TODAY)
  if (reading === null) throw new Error('no zone')
  return reading
}

const MRZ = zone('P<UTOERIKSSON<<ANNA<MARIA', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10')

describe('a page without a machine-readable zone', () => {
  test('gives every field under its bilingual label, each from the visual zone', () => {
    expect(values(PASSPORT)).toEqual(ALL)
    for (const one of findFields(PASSPORT, null, TODAY)) expect(one.source).toBe('VIZ')
  })

  test('gives the same however it is turned', () => {
    for (const degrees of [3, 90, 180, -100]) expect(values(turned(PASSPORT, degrees))).toEqual(ALL)
  })

  test('gives the box of the value in pixels of the image', () => {
    const box = field(PASSPORT, null, 'DOCUMENT_NUMBER')?.box
    expect(box?.[0]).toEqual({ x: 520, y: 64 })
    expect(box?.[2]).toEqual({ x: 610, y: 84 })
  })

  test('marks a value that the recogniser was not sure of', () => {
    const lines = PASSPORT.map((one) =>
      one.text === 'L898902C3' ? { ...one, confidence: 0.6 } : one,
    )
    expect(field(lines, null, 'DOCUMENT_NUMBER')?.uncertain).toBe(true)
    expect(field(PASSPORT, null, 'DOCUMENT_NUMBER')?.uncertain).toBe(false)
  })
})

test.each([
  ['German', 'Familienname', 'Vornamen', 'Geburtsdatum', 'Gültig bis', 'Geburtsort'],
  [
    'Spanish',
    'Apellidos',
    'Nombre',
    'Fecha de nacimiento',
    'Fecha de caducidad',
    'Lugar de nacimiento',
  ],
  ['Italian', 'Cognome', 'Nome', 'Data di nascita', 'Data di scadenza', 'Luogo di nascita'],
  [
    'Portuguese',
    'Apelidos',
    'Nomes próprios',
    'Data de nascimento',
    'Data de validade',
    'Naturalidade',
  ],
  ['Dutch', 'Achternaam', 'Voornamen', 'Geboortedatum', 'Geldig tot', 'Geboorteplaats'],
  ['Polish', 'Nazwisko', 'Imiona', 'Data urodzenia', 'Data ważności', 'Miejsce urodzenia'],
  ['Czech', 'Příjmení', 'Jméno', 'Datum narození', 'Platnost do', 'Místo narození'],
  ['Swedish', 'Efternamn', 'Förnamn', 'Födelsedatum', 'Giltig t.o.m.', 'Födelseort'],
])('labels in %s lead to their values', (_, surname, given, birth, expiry, place) => {
  const lines = [
    line(surname, 100, 0),
    line('TESTOVA', 100, 24),
    line(given, 100, 60),
    line('LUCIA', 100, 84),
    line(birth, 100, 120),
    line('03.02.1990', 100, 144),
    line(expiry, 100, 180),
    line('01.12.2029', 100, 204),
    line(place, 400, 120),
    line('NOVA LHOTA', 400, 144),
  ]
  expect(values(lines)).toEqual({
    SURNAME: 'TESTOVA',
    GIVEN_NAMES: 'LUCIA',
    BIRTH_DATE: '1990-02-03',
    EXPIRY_DATE: '2029-12-01',
    BIRTH_PLACE: 'NOVA LHOTA',
  })
})

test('labels are understood through the slips of a recogniser, beside and in front of their values too', () => {
  const lines = [
    line('Sumame/Norn: MARTIN', 100, 0),
    line('Glven narnes', 100, 40),
    line('SARAH', 260, 40),
    line('Dale of blrth', 100, 80),
    line('01 JAN', 260, 80),
    line('/JAN', 340, 80),
    line('85', 400, 80),
    line('Dateofexpiry14 JAN 2029', 100, 120),
  ]
  expect(values(lines)).toMatchObject({
    SURNAME: 'MARTIN',
    GIVEN_NAMES: 'SARAH',
    BIRTH_DATE: '1985-01-01',
    EXPIRY_DATE: '2029-01-14',
  })
})

test('a whole name is parted at its comma', () => {
  const lines = [line('Name/Nom', 100, 0), line('ERIKSSON, ANNA MARIA', 100, 24)]
  expect(values(lines)).toEqual({ SURNAME: 'ERIKSSON', GIVEN_NAMES: 'ANNA MARIA' })
  expect(values([line('NAMECRITTENDEN,LEE W.', 0, 0)])).toEqual({
    SURNAME: 'CRITTENDEN',
    GIVEN_NAMES: 'LEE W.',
  })
})

test('a licence of the United States is read by its labels, whose 4d is the document’s number', () => {
  const licence = [
    line('1FAMILY NAME', 100, 40),
    line('HADDAD', 110, 64),
    line('2 GIVEN NAMES', 100, 100),
    line('VICTOR HUGO', 110, 124),
    line('4dDLNUMBER', 100, 160),
    line('D83010316', 110, 184),
    line('3DATEOFBIRTH', 100, 220),
    line('08/24/1999', 110, 244),
    line('4aISSUED', 100, 280),
    line('12/26/2024', 110, 304),
    line('4bEXPIRES', 100, 340),
    line('02/02/2029', 110, 364),
    line('15 SEX 16 HEIGHT 18EYES', 100, 400),
    line('F150cm GRN', 110, 424),
  ]
  expect(values(licence)).toMatchObject({
    SURNAME: 'HADDAD',
    GIVEN_NAMES: 'VICTOR HUGO',
    DOCUMENT_NUMBER: 'D83010316',
    BIRTH_DATE: '1999-08-24',
    ISSUE_DATE: '2024-12-26',
    EXPIRY_DATE: '2029-02-02',
    SEX: 'F',
  })
})

test('a driving licence is read by its numbers', () => {
  const lines = [
    line('DRIVING LICENCE', 300, 0),
    line('1. MUSTERMANN', 100, 40),
    line('2.', 100, 70),
    line('ERIKA', 140, 70),
    line('3. 12.08.64 BERLIN', 100, 100),
    line('4a. 20.03.13', 100, 130),
    line('4c. LANDRATSAMT MUSTERHAUSEN', 300, 130),
    line('4b. 19.03.28', 100, 160),
    line('5. B072RRE2I55', 100, 190),
    line('9. AM/B/L', 100, 220),
  ]
  expect(values(lines)).toEqual({
    SURNAME: 'MUSTERMANN',
    GIVEN_NAMES: 'ERIKA',
    BIRTH_DATE: '1964-08-12',
    BIRTH_PLACE: 'BERLIN',
    ISSUE_DATE: '2013-03-20',
    AUTHORITY: 'LANDRATSAMT MUSTERHAUSEN',
    EXPIRY_DATE: '2028-03-19',
    DOCUMENT_NUMBER: 'B072RRE2I55',
  })
})

describe('a machine-readable zone guides the search', () => {
  const unlabelled = [
    line('ERIKSSON', 100, 60),
    line('ANNA MARIA', 100, 120),
    line('12 AUG/AOUT 74', 100, 180),
    line('16 APR/AVR 02', 100, 240),
    line('15 APR/AVR 12', 100, 300),
    line('L898902C3', 500, 0),
  ]

  test('to values whose labels cannot be read', () => {
    expect(values(unlabelled, MRZ)).toEqual({
      SURNAME: 'ERIKSSON',
      GIVEN_NAMES: 'ANNA MARIA',
      BIRTH_DATE: '1974-08-12',
      EXPIRY_DATE: '2012-04-15',
      DOCUMENT_NUMBER: 'L898902C3',
    })
  })

  test('and never into them: what differs stays as printed, and is uncertain', () => {
    const lines = unlabelled.map((one) =>
      one.text === 'ERIKSSON' ? { ...one, text: 'ERIKSSEN' } : one,
    )
    expect(field(lines, MRZ, 'SURNAME')).toMatchObject({ value: 'ERIKSSEN', uncertain: true })
  })

  test('and gives nothing that is not printed', () => {
    const lines = [line('UTOPIA', 0, 0), line('SOMEBODY ELSE', 100, 60)]
    expect(findFields(lines, MRZ, TODAY)).toEqual([])
  })

  test('but a clear label is believed, with doubt, over the same name elsewhere on the page', () => {
    const lines = [
      line('Surname/Nom', 100, 0),
      line('IMPOSTOR', 100, 24),
      line('ERIKSSON', 500, 200),
    ]
    expect(field(lines, MRZ, 'SURNAME')).toMatchObject({ value: 'IMPOSTOR', uncertain: true })
  })

  test('the zone itself is no visual zone', () => {
    expect(findFields([line('P<UTOERIKSSON<<ANNA<MARIA<<<<', 0, 0)], MRZ, TODAY)).toEqual([])
  })
})

test('American documents put the month first', () => {
  const lines = [
    line('PERMANENT RESIDENT CARD', 100, 0),
    line('Birthdate', 100, 40),
    line('10/04/49', 100, 64),
  ]
  expect(values(lines)).toEqual({ BIRTH_DATE: '1949-10-04' })
})

test('any page gives each field at most once, with text that stands on it', () => {
  const words = fc.constantFrom(
    'Surname/Nom',
    'Date of birth',
    'Sex/Sexe',
    'Name',
    '1.',
    '4b.',
    'ERIKSSON',
    'ANNA',
    '12.08.1974',
    'L898902C3',
    'M/F',
    '',
    '/',
    '<<<',
    'Ω≈ç',
  )
  const place = fc.integer({ min: 0, max: 40 })
  const lines = fc.array(
    fc
      .tuple(fc.array(words, { maxLength: 3 }), place, place)
      .map(([parts, x, y]) => line(parts.join(' '), x * 20, y * 12)),
    { maxLength: 10 },
  )
  fc.assert(
    fc.property(lines, fc.boolean(), (page, guided) => {
      const found = findFields(page, guided ? MRZ : null, TODAY)
      expect(new Set(found.map(({ name }) => name)).size).toBe(found.length)
      const text = page.map((one) => one.text).join(' ')
      for (const { name, value } of found)
        if (name === 'SURNAME' || name === 'GIVEN_NAMES')
          for (const word of value.split(' ')) expect(text).toContain(word)
    }),
    { numRuns: 40 },
  )
})
