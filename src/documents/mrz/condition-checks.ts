import { characterValue } from './check-digit'
import { countValid, longNumberOf } from './check-digits'
import type { CheckSpec, MrzTable, Span } from './formats'
import { type Glyph, MRZ_ALPHABET, scoreOf, textOf } from './glyph'

/**
 * The lines read again in the knowledge that printed check digits are nearly always right: the probabilities of every
 * character given that the sum over its field agrees with the digit, field by field, then over the whole zone. Where the
 * likeliest character changes, it is marked `repaired`. A field that cannot well be read so, stays as it was: there the
 * digit printed is wrong.
 */
export function conditionOnChecks(lines: Glyph[][], table: MrzTable): Glyph[][] {
  return table.checks.reduce((read, check) => {
    const places = placesOf(read, table, check)
    const conditioned = places === null ? null : condition(read, places)
    if (conditioned === null) return read
    const before = countValid(read.map(textOf), table).valid
    return countValid(conditioned.map(textOf), table).valid >= before ? conditioned : read
  }, lines)
}

/** Readings that agree with the digit and are, all together, less probable than this are not what is printed. */
const LEAST_PROBABILITY = 0.005

const WEIGHTS = [7, 3, 1]

type Place = { line: number; at: number; weight: number }

/** The places a check covers with their weights modulo 10, and the digit's own place with -1: the sum is then 0. */
function placesOf(lines: Glyph[][], table: MrzTable, check: CheckSpec): Place[] | null {
  const texts = lines.map(textOf)
  const long = check.field === 'DOCUMENT_NUMBER' ? longNumberOf(texts, table, check) : null
  const printed = texts[check.line]?.[check.at]
  if (long === null && printed === '<') return null // no digit printed
  const covers = long?.covers ?? check.covers
  const places = covers
    .flatMap(placesIn)
    .map((place, i) => ({ ...place, weight: WEIGHTS[i % 3] ?? 1 }))
  const digit =
    long === null ? { line: check.line, at: check.at } : { line: long.at.line, at: long.at.start }
  return [...places, { ...digit, weight: 9 }]
}

function placesIn({ line, start, end }: Span) {
  return Array.from({ length: end - start }, (_, i) => ({ line, at: start + i }))
}

function condition(lines: Glyph[][], places: Place[]): Glyph[][] | null {
  const glyphs = places.map(({ line, at }) => lines[line]?.[at])
  const rows = glyphs.map((glyph) => probabilitiesOf(glyph))
  const before = residues(rows, places)
  const after = residues([...rows].reverse(), [...places].reverse())
  const agreeing = before[rows.length]?.[0] ?? 0
  if (agreeing < LEAST_PROBABILITY) return null
  const read = lines.map((line) => [...line])
  places.forEach(({ line, at, weight }, i) => {
    const glyph = glyphs[i]
    const row = read[line]
    if (glyph === undefined || row === undefined) return
    const left = before[i] ?? []
    const right = after[rows.length - 1 - i] ?? []
    const scores = (rows[i] ?? []).map((score, c) => {
      const rest = (10 - (((VALUES[c] ?? 0) * weight) % 10)) % 10
      return (score * chanceOf(left, right, rest)) / agreeing
    })
    row[at] = decided(glyph, scores)
  })
  return read
}

const VALUES = [...MRZ_ALPHABET].map((char) => characterValue(char))

function probabilitiesOf(glyph: Glyph | undefined): number[] {
  const scores = [...MRZ_ALPHABET].map((char) => (glyph === undefined ? 0 : scoreOf(glyph, char)))
  const sum = scores.reduce((total, score) => total + score, 0)
  return scores.map((score) => score / Math.max(sum, 1e-9))
}

/** After each place, the probabilities that the weighted sum so far is 0..9 modulo 10. */
function residues(rows: number[][], places: Place[]): number[][] {
  const all = [[1, 0, 0, 0, 0, 0, 0, 0, 0, 0]]
  rows.forEach((row, i) => {
    const next = new Array<number>(10).fill(0)
    const before = all[i] ?? []
    row.forEach((score, c) => {
      const step = ((VALUES[c] ?? 0) * (places[i]?.weight ?? 1)) % 10
      for (let sum = 0; sum < 10; sum++)
        next[(sum + step) % 10] = (next[(sum + step) % 10] ?? 0) + (before[sum] ?? 0) * score
    })
    all.push(next)
  })
  return all
}

/** The probability that what is left and right of a place sums up to `rest` modulo 10. */
function chanceOf(left: number[], right: number[], rest: number): number {
  let chance = 0
  for (let sum = 0; sum < 10; sum++)
    chance += (left[sum] ?? 0) * (right[(rest - sum + 10) % 10] ?? 0)
  return chance
}

function decided(glyph: Glyph, scores: number[]): Glyph {
  let best = 0
  for (const [i, score] of scores.entries()) if (score > (scores[best] ?? 0)) best = i
  const char = MRZ_ALPHABET[best] ?? '<'
  const repaired = glyph.repaired || char !== glyph.char
  return { ...glyph, char, confidence: scores[best] ?? 0, scores, repaired }
}
