import { describe, expect, test } from '@jest/globals'
import { assembleMrz, readCandidate } from '../../../src/documents/mrz/assemble-mrz'
import type { Quad } from '../../../src/vision/geometry'
import { type Seen, seenLine } from '../../support/seen-line'

const TODAY = '2026-11-24'
const NAMES = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
const DATA = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

function read(...lines: (string | Seen[])[]) {
  const candidate = assembleMrz(lines.map((line) => seenLine(line)))
  return candidate === null ? null : readCandidate(candidate, TODAY)
}

function fieldOf(reading: ReturnType<typeof read>, wanted: string) {
  return reading?.fields.find(({ name }) => name === wanted)
}

/** The text with what is seen at some places instead. */
function seenAs(text: string, places: Record<number, Seen>): Seen[] {
  return [...text].map((char, i) => places[i] ?? char)
}

describe('reading by the rules of the format', () => {
  test('a zone seen clearly is read to the letter and nothing is uncertain', () => {
    const reading = read(NAMES, DATA)
    expect(reading?.lines).toEqual([NAMES, DATA])
    expect(reading?.repaired).toBe(false)
    expect(reading?.fields.filter(({ uncertain }) => uncertain)).toEqual([])
  })

  test('what cannot stand at a place gives way to what the recogniser saw second', () => {
    const names = seenAs(NAMES, { 7: { '1': 0.6, I: 0.35 } })
    const data = seenAs(DATA, { 15: { O: 0.6, '0': 0.35 } })
    const reading = read(names, data)
    expect(reading?.lines).toEqual([NAMES, DATA])
    expect(reading?.repaired).toBe(false)
  })

  test('a state is read as the known code the recogniser finds likeliest', () => {
    const data = seenAs(DATA, { 10: { O: 0.55, U: 0.4 } })
    expect(read(NAMES, data)?.lines[1]).toBe(DATA)
  })

  test('lines above and below the zone do not disturb it', () => {
    expect(read('PASSPORT', 'DATEOFBIRTH', NAMES, DATA)?.lines).toEqual([NAMES, DATA])
  })

  test('what a card’s edge adds before the first character is left out', () => {
    expect(read(`I${NAMES}`, DATA)?.lines).toEqual([NAMES, DATA])
  })

  test('text that is no zone gives no reading', () => {
    expect(
      read(
        'THISLINEHASFORTYFOURCHARACTERSBUTITISNOTHING',
        'NORISTHISONEWHICHISASLONGASTHEOTHERTEXTABOVE',
      ),
    ).toBeNull()
    expect(read()).toBeNull()
  })

  test('noise gives no reading, though check digits can be found in it', () => {
    const noise = (seed: number): Seen[] =>
      Array.from({ length: 44 }, (_, i) => {
        const pick = (k: number) =>
          'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'[(seed * k * (i + 3)) % 36]
        return { [pick(7) ?? 'A']: 0.2, [pick(11) ?? 'B']: 0.2, [pick(17) ?? 'C']: 0.15 }
      })
    expect(read(noise(5), noise(13))).toBeNull()
  })
})

describe('length', () => {
  test('fillers that the recogniser ran together are told apart', () => {
    const line = seenLine(DATA)
    const classes = line.probabilities.length / line.steps
    const filler = Array.from({ length: classes }, (_, i) => (i === 1 ? 0.99 : 0.01 / classes))
    const probabilities = Float64Array.from(line.probabilities)
    for (let step = 38 * 4 + 1; step < 43 * 4 - 1; step++) probabilities.set(filler, step * classes)
    const candidate = assembleMrz([seenLine(NAMES), { ...line, probabilities }])
    expect(candidate && readCandidate(candidate, TODAY)?.lines).toEqual([NAMES, DATA])
  })

  test('a letter that was not seen makes its name uncertain', () => {
    const reading = read(
      [...NAMES].filter((_, i) => i !== 1),
      DATA,
    )
    const whole = read(NAMES, DATA)
    expect(reading?.lines[0]).not.toBe(NAMES)
    expect(whole?.lines[0]).toBe(NAMES)
    const marked = reading?.fields.filter(({ uncertain }) => uncertain).map(({ name }) => name)
    expect(marked).not.toEqual([])
  })
})

test('a longer zone of which some was lost does not pass for a shorter one', () => {
  const names = 'V<USATRAVELER<<HAPPYPERSON<<<<<<<<<<<<<<<<<<'
  const data = '555123ABC6GBR6502056F0412236IFLND00AMS803085'
  expect(read(names, data)?.lines).toEqual([names, data])
  const cut = read(names.slice(0, 41), data.slice(0, 41))
  expect(cut?.format).not.toBe('MRV_B')
})

test('a line that goes on beyond its picture is in doubt at its end', () => {
  const line = seenLine(DATA.slice(0, 36))
  const classes = line.probabilities.length / line.steps
  const probabilities = line.probabilities.subarray(0, (line.steps - 5) * classes)
  const names = seenLine('V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<')
  const candidate = assembleMrz([names, { ...line, probabilities, steps: line.steps - 5 }])
  const reading = candidate && readCandidate(candidate, TODAY)
  expect(reading?.format).toBe('MRV_B')
  expect(candidate?.complete).toBe(false)
  expect(fieldOf(reading, 'OPTIONAL_DATA')?.uncertain).toBe(true)
})

test('a line that begins later than the others has lost its first character, and says so', () => {
  const quad = (y: number): Quad => [
    { x: 0, y },
    { x: 300, y },
    { x: 300, y: y + 10 },
    { x: 0, y: y + 10 },
  ]
  const card = [
    'I<UTOD231458907<<<<<<<<<<<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ]
  const lines = card.map((text, i) => {
    const seen = i === 2 ? [{ blank: 0.99 }, ...text.slice(1)] : [...text]
    return seenLine(seen, 0.995, quad(20 * i))
  })
  const candidate = assembleMrz(lines)
  const reading = candidate && readCandidate(candidate, TODAY)
  expect(reading?.lines[2]?.slice(1)).toBe('RIKSSON<<ANNA<MARIA<<<<<<<<<<')
  expect(fieldOf(reading, 'SURNAME')?.uncertain).toBe(true)
})

describe('check digits', () => {
  const forged = DATA.replace('L898902C3', 'L898902C8')

  test('decide a character the recogniser wavered on, and its field is marked', () => {
    const reading = read(NAMES, seenAs(forged, { 8: { '8': 0.6, '3': 0.38 } }))
    expect(reading?.lines[1]).toBe(DATA)
    expect(reading?.repaired).toBe(true)
    expect(fieldOf(reading, 'DOCUMENT_NUMBER')?.uncertain).toBe(true)
  })

  test('do not change a character the recogniser was sure of: that would hide a forgery', () => {
    const reading = read(NAMES, forged)
    expect(reading?.lines[1]).toBe(forged)
    expect(reading?.repaired).toBe(false)
    expect(reading?.checkDigits.map(({ valid }) => valid)).toEqual([false, true, true, true, false])
  })

  test('confirm a likely character: it is as sure as what could replace it under the same digit', () => {
    const confirmed = read(NAMES, seenAs(DATA, { 3: { '8': 0.7, B: 0.28 } }))
    expect(confirmed?.lines[1]).toBe(DATA)
    expect(fieldOf(confirmed, 'DOCUMENT_NUMBER')).toMatchObject({ uncertain: false })
    const sameDigit = read(NAMES, seenAs(DATA, { 9: '6', 4: { '9': 0.55, J: 0.43 } }))
    expect(sameDigit?.lines[1]).toBe(DATA)
    expect(fieldOf(sameDigit, 'DOCUMENT_NUMBER')).toMatchObject({ uncertain: true })
  })

  test('cover a long number that goes on in the optional data', () => {
    const lines = [
      'I<UTOD23145890<7349<<<<<<<<<<<',
      '3407127M9507122UTO<<<<<<<<<<<2',
      'STEVENSON<<PETER<JOHN<<<<<<<<<',
    ]
    const first = seenAs(lines[0] ?? '', { 13: { '8': 0.6, '0': 0.38 } })
    const reading = read(first, lines[1] ?? '', lines[2] ?? '')
    expect(reading?.lines).toEqual(lines)
    expect(reading?.repaired).toBe(true)
    expect(fieldOf(reading, 'DOCUMENT_NUMBER')).toMatchObject({ value: 'D23145890734' })
  })
})
