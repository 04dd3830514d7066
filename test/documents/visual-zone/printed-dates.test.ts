import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type DateOrder, printedDates } from '../../../src/documents/visual-zone/printed-dates'

const TODAY = '2026-11-24'

function birth(text: string, order: DateOrder = 'DAY_FIRST') {
  return printedDates(text, { meaning: 'BIRTH', order, today: TODAY }).map(({ value }) => value)
}

describe('a date is read as documents print it', () => {
  test.each([
    ['12 AUG/AOUT 74', '1974-08-12'],
    ['12AUG/AOUT74', '1974-08-12'],
    ['12.08.1974', '1974-08-12'],
    ['12.081974', '1974-08-12'],
    ['12 08 1974', '1974-08-12'],
    ['12081974', '1974-08-12'],
    ['1974-08-12', '1974-08-12'],
    ['12-08-74', '1974-08-12'],
    ['12 août 1974', '1974-08-12'],
    ['30 MAR/MAR 1972', '1972-03-30'],
    ['13 LIP/JUL 2006', '2006-07-13'],
    ['24 CEP/AUG 91', '1991-08-24'],
    ['01 JAN 7JAN 85', '1985-01-01'],
    ['20 Juin/Jun 1978', '1978-06-20'],
    ['31 DES/DEC 66', '1966-12-31'],
    ['19 OKT/OCT 1971', '1971-10-19'],
    ['05FEB1965', '1965-02-05'],
    ['22 FEB/FEB 78', '1978-02-22'],
    ['O1 MAY 1980', '1980-05-01'],
    ['78.02.22', '1978-02-22'],
  ])('%s', (text, value) => {
    expect(birth(text)).toEqual([value])
  })
})

test('the order of the country decides where figures leave it open, and the figures where they do not', () => {
  expect(birth('10/04/49', 'MONTH_FIRST')).toEqual(['1949-10-04'])
  expect(birth('10/04/49', 'DAY_FIRST')).toEqual(['1949-04-10'])
  expect(birth('21/08/71', 'MONTH_FIRST')).toEqual(['1971-08-21'])
  expect(birth('08/21/71', 'DAY_FIRST')).toEqual(['1971-08-21'])
})

test('a birth is past and an expiry at most fifteen years ahead', () => {
  const expiry = { meaning: 'EXPIRY', order: 'DAY_FIRST', today: TODAY } as const
  expect(birth('24 NOV 26')).toEqual(['2026-11-24'])
  expect(birth('25 NOV 26')).toEqual(['1926-11-25'])
  expect(printedDates('24 NOV 41', expiry)[0]?.value).toBe('2041-11-24')
  expect(printedDates('25 NOV 41', expiry)[0]?.value).toBe('1941-11-25')
})

test('no day of the calendar, no date', () => {
  for (const text of [
    '31.02.1990',
    '00.01.1990',
    '13.13.1990',
    '12 XYZ 1990',
    '29.02.1999',
    '99009054',
  ])
    expect(birth(text)).toEqual([])
})

test('several dates of one line are given in order, with the places they were read from', () => {
  const text = 'from 01.02.2010 to 31.01.2020'
  const dates = printedDates(text, { meaning: 'ISSUE', order: 'DAY_FIRST', today: TODAY })
  expect(dates.map(({ from, to }) => text.slice(from, to))).toEqual(['01.02.2010', '31.01.2020'])
})

const day = fc.date({
  min: new Date('1930-01-01'),
  max: new Date('2026-11-23'),
  noInvalidDate: true,
})

test('every day is read back from every usual way to write it', () => {
  const months = [
    'JAN',
    'FEB',
    'MAR',
    'APR',
    'MAY',
    'JUN',
    'JUL',
    'AUG',
    'SEP',
    'OCT',
    'NOV',
    'DEC',
  ]
  fc.assert(
    fc.property(day, fc.constantFrom('.', '/', '-', ' '), (date, separator) => {
      const [y = '', m = '', d = ''] = date.toISOString().slice(0, 10).split('-')
      const month = months[Number(m) - 1]
      const written = [
        [d, m, y].join(separator),
        [y, m, d].join('-'),
        `${d} ${month}/${month} ${y}`,
        `${d}${month}${y.slice(2)}`,
      ]
      for (const text of written) expect(birth(text)).toEqual([`${y}-${m}-${d}`])
    }),
  )
})

test('whatever the text, what comes out is a day within it', () => {
  const text = fc.string({
    unit: fc.constantFrom(...'0123456789 ./-OIlSBZ AUGMARJUN<é'),
    maxLength: 40,
  })
  fc.assert(
    fc.property(text, (printed) => {
      for (const { value, from, to } of printedDates(printed, {
        meaning: 'EXPIRY',
        order: 'DAY_FIRST',
        today: TODAY,
      })) {
        expect(new Date(value).toISOString().slice(0, 10)).toBe(value)
        expect(to).toBeGreaterThan(from)
        expect(to).toBeLessThanOrEqual(printed.length)
      }
    }),
  )
})
