import { describe, expect, test } from '@jest/globals'
import { buildMrz, type MrzFields } from '../../../src/documents/mrz/build-mrz'
import { checkDigit } from '../../../src/documents/mrz/check-digit'
import { mrzDate } from '../../../src/documents/mrz/dates'
import { splitNames } from '../../../src/documents/mrz/fields'
import { transliterate } from '../../../src/documents/mrz/transliterate'
import { STATE_CODES, stateName } from '../../../src/documents/states'

const TODAY = '2026-11-24'

test('the check digits of ICAO 9303-3 §4.9 come out', () => {
  expect(checkDigit('520727')).toBe('3')
  expect(checkDigit('AB2134<<<')).toBe('5')
})

describe('dates', () => {
  test('a birth is never in the future, an expiry at most fifteen years in it', () => {
    expect(mrzDate('261124', 'BIRTH', TODAY)).toBe('2026-11-24')
    expect(mrzDate('261125', 'BIRTH', TODAY)).toBe('1926-11-25')
    expect(mrzDate('411124', 'EXPIRY', TODAY)).toBe('2041-11-24')
    expect(mrzDate('411125', 'EXPIRY', TODAY)).toBe('1941-11-25')
  })

  test('days that are in no calendar and unknown parts are no date', () => {
    expect(mrzDate('230229', 'BIRTH', TODAY)).toBeNull()
    expect(mrzDate('000229', 'BIRTH', TODAY)).toBe('2000-02-29')
    expect(mrzDate('74<<<<', 'BIRTH', TODAY)).toBeNull()
  })
})

describe('names', () => {
  test('names split at the first two fillers', () => {
    expect(splitNames('VAN<DER<BERG<<PIETER<JAN<<<')).toEqual({
      surname: 'VAN DER BERG',
      givenNames: 'PIETER JAN',
    })
    expect(splitNames('ARKFREITH<<<<')).toEqual({ surname: 'ARKFREITH', givenNames: '' })
  })

  test('letters with marks are written as ICAO 9303-3 §6 says', () => {
    expect(transliterate("Müller-O'Connor Straße")).toBe('MUELLER<OCONNOR<STRASSE')
    expect(transliterate('Łódź Ñandú Åse')).toBe('LODZ<NANDU<AASE')
  })
})

test('states have names, Germany by one letter, and nothing else has', () => {
  expect(stateName('D')).toBe('Germany')
  expect(stateName('UTO')).toContain('fictitious')
  expect(stateName('DEU')).toBeNull()
  expect(stateName('QQQ')).toBeNull()
  expect(STATE_CODES.every((code) => /^[A-Z]{1,3}$/.test(code) && stateName(code) !== '')).toBe(
    true,
  )
  expect(STATE_CODES.length).toBeGreaterThan(270)
})

describe('building', () => {
  const fields: MrzFields = {
    documentCode: 'P',
    issuingState: 'UTO',
    documentNumber: 'L898902C3',
    nationality: 'UTO',
    surname: 'Eriksson',
    givenNames: 'Anna Maria',
    birthDate: '1974-08-12',
    sex: 'F',
    expiryDate: '2012-04-15',
    optionalData: 'ZE184226B',
  }

  test('the example of ICAO 9303-4 comes out letter by letter', () => {
    expect(buildMrz('TD3', fields)).toEqual([
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ])
  })

  test('names too long are cut, numbers too long are refused', () => {
    const [names] = buildMrz('TD3', { ...fields, givenNames: 'A'.repeat(60) })
    expect(names).toHaveLength(44)
    expect(() => buildMrz('TD3', { ...fields, documentNumber: 'L898902C3X' })).toThrow(
      'DOCUMENT_NUMBER',
    )
    expect(() => buildMrz('TD3', { ...fields, birthDate: '12.08.1974' })).toThrow('YYYY-MM-DD')
  })
})
