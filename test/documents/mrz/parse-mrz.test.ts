import { describe, expect, test } from '@jest/globals'
import { allChecksValid, parseMrz } from '../../../src/documents/mrz/parse-mrz'
import type { FieldName, MrzReading } from '../../../src/documents/reading'

const TODAY = '2026-11-24'

// The example of ICAO 9303-4 appendix A.
const TD3 = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
]

describe('the examples of ICAO 9303', () => {
  test('a passport is read field by field', () => {
    const reading = parseMrz(TD3, TODAY)
    expect(reading?.format).toBe('TD3')
    expect(values(reading)).toEqual({
      DOCUMENT_CODE: 'P',
      ISSUING_STATE: 'UTO',
      SURNAME: 'ERIKSSON',
      GIVEN_NAMES: 'ANNA MARIA',
      DOCUMENT_NUMBER: 'L898902C3',
      NATIONALITY: 'UTO',
      BIRTH_DATE: '1974-08-12',
      SEX: 'F',
      EXPIRY_DATE: '2012-04-15',
      OPTIONAL_DATA: 'ZE184226B',
    })
    expect(reading?.fields.filter(({ uncertain }) => uncertain)).toEqual([])
    expect(reading && allChecksValid(reading)).toBe(true)
  })

  test('an identity card of three lines is read', () => {
    const reading = parseMrz(
      [
        'I<UTOD231458907<<<<<<<<<<<<<<<',
        '7408122F1204159UTO<<<<<<<<<<<6',
        'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
      ],
      TODAY,
    )
    expect(reading?.format).toBe('TD1')
    expect(values(reading)).toMatchObject({
      DOCUMENT_NUMBER: 'D23145890',
      BIRTH_DATE: '1974-08-12',
    })
    expect(reading && allChecksValid(reading)).toBe(true)
  })

  test('a document number longer than nine characters goes on in the optional data', () => {
    const reading = parseMrz(
      [
        'I<UTOD23145890<7349<<<<<<<<<<<',
        '3407127M9507122UTO<<<<<<<<<<<2',
        'STEVENSON<<PETER<JOHN<<<<<<<<<',
      ],
      TODAY,
    )
    expect(values(reading)).toMatchObject({ DOCUMENT_NUMBER: 'D23145890734', OPTIONAL_DATA: '' })
    expect(reading && allChecksValid(reading)).toBe(true)
  })

  test('visas and cards of two lines are told apart', () => {
    const visa = [
      'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
    ]
    const card = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']
    expect(parseMrz(visa, TODAY)?.format).toBe('MRV_A')
    expect(parseMrz(card, TODAY)?.format).toBe('TD2')
    expect(values(parseMrz(visa, TODAY))).toMatchObject({
      NATIONALITY: 'XXX',
      EXPIRY_DATE: '1996-12-10',
    })
  })

  test('the French identity card has its own places', () => {
    const reading = parseMrz(
      ['IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<', '9409923102854CORINNE<<<<<<<6512068F4'],
      TODAY,
    )
    expect(reading?.format).toBe('FRENCH_ID')
    expect(values(reading)).toMatchObject({
      SURNAME: 'BERTHIER',
      GIVEN_NAMES: 'CORINNE',
      BIRTH_DATE: '1965-12-06',
    })
    expect(reading && allChecksValid(reading)).toBe(true)
  })
})

describe('doubt', () => {
  test('a failed check digit makes every value it covers uncertain, and no other', () => {
    const reading = parseMrz(
      [TD3[0] ?? '', (TD3[1] ?? '').replace('L898902C3', 'L898902C8')],
      TODAY,
    )
    expect(uncertainFields(reading)).toEqual([
      'DOCUMENT_NUMBER',
      'BIRTH_DATE',
      'EXPIRY_DATE',
      'OPTIONAL_DATA',
    ])
    expect(reading?.checkDigits.filter(({ valid }) => !valid).map(({ field }) => field)).toEqual([
      'DOCUMENT_NUMBER',
      'COMPOSITE',
    ])
  })

  test('a name the recogniser was unsure of is uncertain, for no check digit covers it', () => {
    const confidences = [...(TD3[0] ?? '')].map((_, i) => (i === 7 ? 0.6 : 1))
    const evidence = [{ confidences, repaired: [], quad: null }]
    expect(uncertainFields(parseMrz(TD3, TODAY, evidence))).toEqual(['SURNAME'])
  })

  test('a repaired character makes its field uncertain', () => {
    const none = { confidences: [], repaired: [], quad: null }
    const repaired = [...(TD3[1] ?? '')].map((_, i) => i === 3)
    const reading = parseMrz(TD3, TODAY, [none, { ...none, repaired }])
    expect(reading?.repaired).toBe(true)
    expect(uncertainFields(reading)).toEqual(['DOCUMENT_NUMBER'])
  })

  test('an unknown state and an impossible date are uncertain and stay as printed', () => {
    const reading = parseMrz(
      [
        'V<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
        'L8988901C4XXX4013078F96121096ZE184226B<<<<<<',
      ],
      TODAY,
    )
    expect(values(reading)).toMatchObject({ ISSUING_STATE: 'QQQ', BIRTH_DATE: '401307' })
    expect(uncertainFields(reading)).toEqual(['ISSUING_STATE', 'BIRTH_DATE'])
  })

  test('a place is given to every field when the lines have one', () => {
    const quad = (y: number) =>
      [
        { x: 0, y },
        { x: 440, y },
        { x: 440, y: y + 10 },
        { x: 0, y: y + 10 },
      ] as [Pt, Pt, Pt, Pt]
    const evidence = [0, 20].map((y) => ({ confidences: [], repaired: [], quad: quad(y) }))
    const reading = parseMrz(TD3, TODAY, evidence)
    const birth = reading?.fields.find(({ name }) => name === 'BIRTH_DATE')
    expect(birth?.box?.[0]).toEqual({ x: 130, y: 20 })
    expect(birth?.box?.[2]).toEqual({ x: 190, y: 30 })
    expect(reading?.box?.[2]).toEqual({ x: 440, y: 30 })
  })
})

type Pt = { x: number; y: number }

function values(reading: MrzReading | null): Record<string, string> {
  return Object.fromEntries((reading?.fields ?? []).map(({ name, value }) => [name, value]))
}

function uncertainFields(reading: MrzReading | null): FieldName[] {
  return (reading?.fields ?? []).filter(({ uncertain }) => uncertain).map(({ name }) => name)
}
