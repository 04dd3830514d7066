import { describe, expect, test } from '@jest/globals'
import { assembleMrz, readCandidate } from '../../../src/documents/mrz/assemble-mrz'
import { fitToGrid } from '../../../src/documents/mrz/fit-length'
import { type Glyph, glyphsOf, textOf } from '../../../src/documents/mrz/glyph'
import type { Quad } from '../../../src/vision/geometry'

const TODAY = '2026-11-24'
const NAMES = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
const DATA = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

function read(...lines: (string | Glyph[])[]) {
  const candidate = assembleMrz(
    lines.map((line) => ({ glyphs: typeof line === 'string' ? glyphsOf(line) : line, quad: null })),
  )
  return candidate === null ? null : readCandidate(candidate, TODAY)
}

describe('reading by the rules of the format', () => {
  test('digits in names and letters in dates are read as what can stand there', () => {
    const reading = read(NAMES.replace('ERIKSSON', 'ER1K550N'), DATA.replace('7408122', '74O8I22'))
    expect(reading?.lines).toEqual([NAMES, DATA])
    expect(reading?.repaired).toBe(false)
  })

  test('the recogniser’s second choice decides where its first cannot stand', () => {
    const scores = new Float32Array(37)
    scores[1] = 0.5 // 0
    scores[31] = 0.4 // U
    scores[25] = 0.1 // O
    const data = glyphsOf(DATA).map((glyph, i) =>
      i === 10 ? { ...glyph, char: '0', scores } : glyph,
    )
    expect(read(NAMES, data)?.lines[1]).toBe(DATA)
  })

  test('lines above and below the zone do not disturb it', () => {
    expect(read('PASSPORT', 'DATEOFBIRTH', NAMES, DATA)?.lines).toEqual([NAMES, DATA])
  })

  test('what a card’s edge adds before the first character is left out', () => {
    expect(read(`I${NAMES.slice(0, -1)}`, DATA)?.lines).toEqual([NAMES, DATA])
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
})

describe('length', () => {
  test('fillers that the recogniser dropped are put back where the print’s pitch has room for them', () => {
    const glyphs = glyphsOf(DATA).filter((_, i) => ![38, 39, 40].includes(i))
    expect(textOf(fitToGrid(glyphs, 44) ?? [])).toBe(DATA)
    expect(read(NAMES, glyphs)?.lines).toEqual([NAMES, DATA])
  })

  test('a letter missing from a name leaves a gap that makes the name uncertain', () => {
    const glyphs = glyphsOf(NAMES).filter((_, i) => i !== 7)
    const reading = read(glyphs, DATA)
    expect(reading?.lines[0]).toBe(NAMES.replace('ERIK', 'ER<K'))
    expect(reading?.fields.find(({ name }) => name === 'SURNAME')?.uncertain).toBe(true)
  })
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
  const lines = card.map((text, i) => ({
    glyphs: glyphsOf(text).slice(i === 2 ? 1 : 0),
    quad: quad(20 * i),
  }))
  const candidate = assembleMrz(lines)
  const reading = candidate && readCandidate(candidate, TODAY)
  expect(reading?.lines[2]).toBe('<RIKSSON<<ANNA<MARIA<<<<<<<<<<')
  expect(reading?.fields.find(({ name }) => name === 'SURNAME')?.uncertain).toBe(true)
})

describe('repair', () => {
  const forged = DATA.replace('L898902C3', 'L898902C8')
  const doubtful = glyphsOf(forged).map((glyph, i) => {
    const scores = new Float32Array(37)
    scores[9] = 0.5 // 8
    scores[4] = 0.3 // 3
    return i === 8 ? { ...glyph, confidence: 0.5, scores } : glyph
  })

  test('a character the recogniser wavered on is repaired by the check digits, and its field is marked', () => {
    const reading = read(NAMES, doubtful)
    expect(reading?.lines[1]).toBe(DATA)
    expect(reading?.repaired).toBe(true)
    expect(reading?.fields.find(({ name }) => name === 'DOCUMENT_NUMBER')?.uncertain).toBe(true)
  })

  test('a character the recogniser was sure of stays: a repair would hide a forgery', () => {
    const reading = read(NAMES, forged)
    expect(reading?.lines[1]).toBe(forged)
    expect(reading?.repaired).toBe(false)
    expect(reading?.checkDigits.map(({ valid }) => valid)).toEqual([false, true, true, true, false])
  })

  test('nothing is repaired when two exchanges would fit', () => {
    const both = doubtful.map((glyph, i) => (i === 3 ? { ...glyph, confidence: 0.5 } : glyph))
    const reading = read(
      NAMES,
      both.map((glyph) => ({ ...glyph, confidence: 0.5 })),
    )
    expect(reading?.repaired).toBe(false)
  })
})
