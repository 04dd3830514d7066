import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { aamvaFields } from '../../../src/documents/barcode/aamva-fields'
import { buildAamva, type Licence } from '../../../src/documents/barcode/build-aamva'

const TODAY = '2026-11-24'

const LICENCE: Licence = {
  type: 'DL',
  issuer: '636000',
  jurisdiction: 'VA',
  country: 'USA',
  documentNumber: 'T64235789',
  surname: "O'NEIL-VANE",
  givenNames: 'ANNA MARIA',
  birthDate: '1986-06-09',
  issueDate: '2022-06-07',
  expiryDate: '2030-12-10',
  sex: 'F',
  street: '12 EXAMPLE ROAD',
  city: 'ANYTOWN',
  postalCode: '232690000',
  heightCm: 173,
  eyes: 'BRO',
  discriminator: '2424244747474786102204',
}

const fieldsOf = (text: string) => aamvaFields(text, null, TODAY)
const valuesOf = (text: string) =>
  Object.fromEntries(fieldsOf(text).map(({ name, value }) => [name, value]))
const uncertain = (text: string) =>
  fieldsOf(text)
    .filter((field) => field.uncertain)
    .map(({ name }) => name)

/** A record of one subfile, formed as the standard says, but for what is given. */
function record(version: string, elements: string[], issuer = '636000', type = 'DL'): string {
  const middle = Number(version) >= 2 ? '00' : ''
  return `@\n\x1e\rANSI ${issuer}${version}${middle}01${type}00310100${type}${elements.join('\n')}\r`
}

const MINIMUM = ['DAQD1', 'DCSVANE', 'DBB06091986']

describe('the fields of a licence', () => {
  test('are those of the record, and certain', () => {
    const fields = fieldsOf(buildAamva(LICENCE))
    expect(Object.fromEntries(fields.map(({ name, value }) => [name, value]))).toEqual({
      DOCUMENT_CODE: 'DL',
      ISSUING_STATE: 'USA',
      DOCUMENT_NUMBER: 'T64235789',
      SURNAME: "O'NEIL-VANE",
      GIVEN_NAMES: 'ANNA MARIA',
      BIRTH_DATE: '1986-06-09',
      SEX: 'F',
      ISSUE_DATE: '2022-06-07',
      EXPIRY_DATE: '2030-12-10',
      ADDRESS: '12 EXAMPLE ROAD, ANYTOWN, VA 23269',
    })
    for (const field of fields)
      expect(field).toMatchObject({ source: 'BARCODE', confidence: 1, uncertain: false, box: null })
  })

  test('carry the place of the barcode', () => {
    const corner = { x: 1, y: 2 }
    const box: Parameters<typeof aamvaFields>[1] = [corner, corner, corner, corner]
    expect(aamvaFields(buildAamva(LICENCE), box, TODAY).every((field) => field.box === box)).toBe(
      true,
    )
  })

  test('of Canada have their dates the other way round', () => {
    const text = buildAamva({ ...LICENCE, issuer: '636012', country: 'CAN', jurisdiction: 'ON' })
    expect(text).toContain('DBB19860609')
    expect(valuesOf(text)).toMatchObject({ BIRTH_DATE: '1986-06-09', ISSUING_STATE: 'CAN' })
    expect(uncertain(text)).toEqual([])
  })

  test('of an issuer with dates of the other country are read all the same', () => {
    const text = record('04', ['DAQ123456-789', 'DCSO NEIL', 'DACMOTORIST', 'DBB19581031'])
    expect(valuesOf(text)).toMatchObject({ BIRTH_DATE: '1958-10-31' })
  })

  test('of an identity card say so', () => {
    expect(valuesOf(buildAamva({ ...LICENCE, type: 'ID' }))).toMatchObject({ DOCUMENT_CODE: 'ID' })
    expect(valuesOf(record('03', MINIMUM, '636000', 'EN'))).toMatchObject({ DOCUMENT_CODE: 'DL' })
  })

  test('of the standard of 2000 have the name in one element and no version of the issuer', () => {
    const text = record('01', ['DAQS1', 'DAADOE,SUE,ANN,', 'DBB19700102', 'DBCF', 'DALOLD ST 1'])
    expect(valuesOf(text)).toEqual({
      DOCUMENT_CODE: 'DL',
      ISSUING_STATE: 'USA',
      DOCUMENT_NUMBER: 'S1',
      SURNAME: 'DOE',
      GIVEN_NAMES: 'SUE ANN',
      BIRTH_DATE: '1970-01-02',
      SEX: 'F',
      ADDRESS: 'OLD ST 1',
    })
    expect(uncertain(text)).toEqual([])
  })

  test('of the standards of 2003 and 2005 have the given names in one element', () => {
    const text = record('03', ['DAQS1', 'DCSTESTER,  ', 'DCTMARY,ANN  ', 'DBB19960603'], '636012')
    expect(valuesOf(text)).toMatchObject({ SURNAME: 'TESTER', GIVEN_NAMES: 'MARY ANN' })
  })

  test('leave out what the issuer says there is not', () => {
    const text = record('09', [...MINIMUM, 'DACPATTY', 'DADNONE', 'DCInone', 'DBCunavl'])
    expect(valuesOf(text)).toMatchObject({ GIVEN_NAMES: 'PATTY' })
    expect(fieldsOf(text).map(({ name }) => name)).not.toContain('BIRTH_PLACE')
  })

  test('are read with any number and order of subfiles', () => {
    const head = '@\n\x1e\rANSI 636025080002ZP00410014DL00550078'
    const text = `${head}ZPZPAN\nDAQ\rDLDCSVANE\nDAQD1\nDACJO\nDBB06091986\rZPZPBX\r`
    expect(valuesOf(text)).toMatchObject({
      SURNAME: 'VANE',
      GIVEN_NAMES: 'JO',
      DOCUMENT_CODE: 'DL',
    })
  })
})

describe('a field is uncertain', () => {
  test.each([
    ['born in the future', 'BIRTH_DATE', ['DAQD1', 'DCSVANE', 'DBB01012999']],
    ['born today plus a day', 'BIRTH_DATE', ['DAQD1', 'DCSVANE', 'DBB11252026']],
    ['older than anyone', 'BIRTH_DATE', ['DAQD1', 'DCSVANE', 'DBB11231901']],
    ['no day of the calendar', 'BIRTH_DATE', ['DAQD1', 'DCSVANE', 'DBB02291987']],
    ['issued before birth', 'ISSUE_DATE', [...MINIMUM, 'DBD06081986']],
    ['issued tomorrow', 'ISSUE_DATE', [...MINIMUM, 'DBD11252026']],
    ['expired before issue', 'EXPIRY_DATE', [...MINIMUM, 'DBD01022020', 'DBA01012020']],
    ['without an end', 'EXPIRY_DATE', [...MINIMUM, 'DBA99999999']],
    ['of an unknown sex', 'SEX', [...MINIMUM, 'DBC4']],
    ['of another country', 'ISSUING_STATE', [...MINIMUM, 'DCGCAN']],
    ['with a cut surname', 'SURNAME', [...MINIMUM, 'DDET']],
    ['with a cut middle name', 'GIVEN_NAMES', [...MINIMUM, 'DACJO', 'DDGT']],
    ['with digits in a name', 'SURNAME', ['DAQD1', 'DCSV4NE', 'DBB06091986']],
    ['with a number of signs', 'DOCUMENT_NUMBER', ['DAQ&%', 'DCSVANE', 'DBB06091986']],
    ['with two numbers', 'DOCUMENT_NUMBER', [...MINIMUM, 'DAQD2']],
  ])('when the holder or card is %s', (_why, name, elements) => {
    expect(uncertain(record('10', elements))).toEqual([name])
  })

  test('when the issuer is unknown', () => {
    expect(uncertain(record('10', MINIMUM, '123456'))).toEqual([])
    expect(valuesOf(record('10', MINIMUM, '123456'))).not.toHaveProperty('ISSUING_STATE')
    expect(uncertain(record('10', [...MINIMUM, 'DCGUSA'], '123456'))).toEqual(['ISSUING_STATE'])
  })

  test.each([
    ['has another file type', record('01', MINIMUM).replace('ANSI ', 'AAMVA')],
    ['begins with other bytes', record('10', MINIMUM).replace('\n\x1e\r', 'ac')],
    ['has fewer subfiles than it says', record('10', MINIMUM).replace('0001DL', '0002DL')],
    ['names no holder', record('10', ['DAQD1', 'DBB06091986'])],
  ])('as all others of a record that %s', (_why, text) => {
    const fields = fieldsOf(text)
    expect(fields.length).toBeGreaterThan(2)
    for (const field of fields) expect(field).toMatchObject({ confidence: 0.5, uncertain: true })
  })
})

test.each(['', 'https://example.org', '@', 'ANSI 636000', '%FLDELRAY^DOE$JOHN^'])(
  'no fields are read from %j, which is no record',
  (text) => {
    expect(fieldsOf(text)).toEqual([])
  },
)

describe('properties', () => {
  test('no text throws, and values never hold control characters', () => {
    const noise = fc.string({ unit: 'binary', maxLength: 400 })
    const near = noise.map((tail) => `@\n\x1e\rANSI 6360001000${tail}`)
    const mutated = fc
      .tuple(fc.nat(buildAamva(LICENCE).length), noise)
      .map(([at, text]) => buildAamva(LICENCE).slice(0, at) + text + buildAamva(LICENCE).slice(at))
    fc.assert(
      fc.property(fc.oneof(noise, near, mutated), (text) => {
        for (const { value } of fieldsOf(text)) expect(value).toMatch(/^\P{Cc}+$/u)
      }),
      { numRuns: 2000 },
    )
  })

  test('a licence that was built reads back', () => {
    const letters = fc.stringMatching(/^[A-Z]{2,18}$/).filter((name) => !/^(NONE|UNAV)/.test(name))
    const day = (from: string, to: string) =>
      fc
        .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10))
    const licences = fc.record({
      type: fc.constantFrom('DL' as const, 'ID' as const),
      place: fc.constantFrom(
        { issuer: '636014', jurisdiction: 'CA', country: 'USA' },
        { issuer: '604428', jurisdiction: 'QC', country: 'CAN' },
      ),
      documentNumber: fc.stringMatching(/^[A-Z][0-9]{5,20}$/),
      surname: letters,
      givenNames: fc.array(letters, { minLength: 1, maxLength: 3 }).map((names) => names.join(' ')),
      birthDate: day('1930-01-01', '2006-01-01'),
      issueDate: day('2015-01-01', '2026-11-24'),
      expiryDate: day('2027-01-01', '2099-01-01'),
      sex: fc.constantFrom('M' as const, 'F' as const, 'X' as const),
      city: letters,
    })
    fc.assert(
      fc.property(licences, ({ place, ...rest }) => {
        const text = buildAamva({ ...LICENCE, ...place, ...rest })
        expect(uncertain(text)).toEqual([])
        expect(valuesOf(text)).toEqual({
          DOCUMENT_CODE: rest.type,
          ISSUING_STATE: place.country,
          DOCUMENT_NUMBER: rest.documentNumber,
          SURNAME: rest.surname,
          GIVEN_NAMES: rest.givenNames,
          BIRTH_DATE: rest.birthDate,
          SEX: rest.sex,
          ISSUE_DATE: rest.issueDate,
          EXPIRY_DATE: rest.expiryDate,
          ADDRESS: `12 EXAMPLE ROAD, ${rest.city}, ${place.jurisdiction} 23269`,
        })
      }),
      { numRuns: 500 },
    )
  })
})

test('the header of a built record tells where its subfile is', () => {
  const text = buildAamva(LICENCE)
  const [, offset, length] = /^@\n.\rANSI \d{10}01DL(\d{4})(\d{4})/.exec(text) ?? []
  expect(text.slice(Number(offset))).toMatch(/^DLDAQT64235789\n/)
  expect(Number(offset) + Number(length)).toBe(text.length)
})

test('a licence is not built of values that do not fit', () => {
  expect(() => buildAamva({ ...LICENCE, surname: 'MÜLLER' })).toThrow('DCS must have 1 to 40')
  expect(() => buildAamva({ ...LICENCE, city: 'A'.repeat(21) })).toThrow('DAI must have 1 to 20')
  expect(() => buildAamva({ ...LICENCE, documentNumber: 'A\nDAQB' })).toThrow('DAQ must have')
})
