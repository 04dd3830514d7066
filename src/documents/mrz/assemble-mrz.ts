import type { MrzReading } from '../reading'
import { stateName } from '../states'
import { classesOf, foldGlyphs } from './character-classes'
import { countValid } from './check-digits'
import { words } from './fields'
import { fitLength } from './fit-length'
import { foldStates } from './fold-states'
import { formatOf, type MrzTable } from './formats'
import {
  checkedConfidence,
  type Glyph,
  type OcrLine,
  textOf,
  textQuad,
  UNSEEN_FILLER,
} from './glyph'
import { beginsLate } from './line-starts'
import { type LineEvidence, parseMrz } from './parse-mrz'
import { repairMrz } from './repair-mrz'

/**
 * A zone made of recognised lines. `score` compares candidates of one image (about 14 is flawless, below 0 is no zone);
 * `complete` says that every check digit holds and nothing else looks odd: no reason to try harder.
 */
export type Candidate = { table: MrzTable; lines: OcrLine[]; score: number; complete: boolean }

/**
 * The best zone among text lines given from top to bottom, or null when no two or three neighbours look like one.
 * Characters are read by their field's class, lengths made to fit the print's pitch, and what check digits decide is
 * repaired and marked.
 */
export function assembleMrz(read: OcrLine[]): Candidate | null {
  const found = SHAPES.flatMap(({ count, width }) =>
    windows(read, count).flatMap((window) => candidatesOf(window, width)),
  )
  return found.reduce<Candidate | null>(better, null)
}

/** The candidate with the higher score; `a` when they are equal. */
export function better(a: Candidate | null, b: Candidate | null): Candidate | null {
  return a === null || (b !== null && b.score > a.score) ? b : a
}

/**
 * The reading of a candidate, `today` being YYYY-MM-DD. Null unless two check digits hold or the first line begins as a
 * zone does: any two lines of text fit a format by chance.
 */
export function readCandidate({ table, lines }: Candidate, today: string): MrzReading | null {
  const texts = lines.map(({ glyphs }) => textOf(glyphs))
  const begins = BEGINNING.test(texts[0] ?? '') && issuerKnown(texts) && /<<<</.test(texts.join(''))
  if (!begins && countValid(texts, table).valid < 2) return null
  return parseMrz(texts, today, lines.map(evidenceOf))
}

const SHAPES = [
  { count: 2, width: 44 },
  { count: 2, width: 36 },
  { count: 3, width: 30 },
]

function windows<T>(list: T[], size: number): T[][] {
  return list.slice(0, Math.max(0, list.length - size + 1)).map((_, i) => list.slice(i, i + size))
}

function candidatesOf(window: OcrLine[], width: number): Candidate[] {
  if (!window.every((line, i) => hasRightLength(line, i, window.length, width))) return []
  const late = beginsLate(window)
  const readings = window.map(({ glyphs }, i) =>
    late[i] ? [[UNSEEN_FILLER, ...glyphs], glyphs] : startings(glyphs, i, width),
  )
  return combinations(readings).flatMap((raw) =>
    combinations(raw.map((glyphs) => fitLength(glyphs, width))).flatMap((fitted) => {
      const table = formatOf(fitted.map(textOf))
      return table === null ? [] : [finish(fitted, raw, table, window)]
    }),
  )
}

/**
 * Recognisers drop fillers, so a line may be a good deal too short (names of TD1, alone on their line, most of all);
 * they seldom see characters that are not there.
 */
function hasRightLength({ glyphs }: OcrLine, at: number, count: number, width: number): boolean {
  const namesAlone = count === 3 && at === 2 && /<{5}/.test(textOf(glyphs))
  const missing = width - glyphs.length
  return missing <= width * (namesAlone ? 0.4 : 0.25) && -missing <= width * 0.12
}

/** A card's edge may be read as a character before the first: a line may begin at its second as well. */
function startings(glyphs: Glyph[], at: number, width: number): Glyph[][] {
  const shorter = glyphs.slice(1)
  if (at === 0 && BEGINNING.test(textOf(shorter))) return [glyphs, shorter]
  const edge = at === 2 && glyphs.length > width && /^[<I1]/.test(textOf(glyphs))
  return edge ? [shorter] : [glyphs]
}

/** What the first line begins with (ICAO 9303-4 to -7: P, V; A, C or I). */
const BEGINNING = /^[ACIPV]/

function combinations<T>(choices: T[][]): T[][] {
  return choices.reduce<T[][]>(
    (heads, options) => heads.flatMap((head) => options.map((option) => [...head, option])),
    [[]],
  )
}

function finish(fitted: Glyph[][], raw: Glyph[][], table: MrzTable, window: OcrLine[]): Candidate {
  const folded = fitted.map((glyphs, i) =>
    foldStates(foldGlyphs(glyphs, classesOf(table, i)), table, i),
  )
  const named = folded.map((glyphs, i) => endNames(glyphs, i, table))
  const glyphs = repairMrz(named, raw, table)
  const lines = glyphs.map((line, i) => ({ glyphs: line, quad: window[i]?.quad ?? null }))
  const score = scoreOf(glyphs, raw, table)
  const { valid, of } = countValid(glyphs.map(textOf), table)
  return {
    table,
    lines,
    score,
    complete: valid === of && score > COMPLETE_SCORE && issuerKnown(glyphs.map(textOf)),
  }
}

/** Nothing may follow three fillers in a name field: what was read there are fillers misread. */
function endNames(glyphs: Glyph[], line: number, table: MrzTable): Glyph[] {
  const spec = table.fields.find((field) => field.line === line && field.kind === 'NAMES')
  if (spec === undefined) return glyphs
  const end = textOf(glyphs).indexOf('<<<', spec.start)
  if (end < 0) return glyphs
  return glyphs.map((glyph, i) => (i >= end && i < spec.end ? { ...glyph, char: '<' } : glyph))
}

const COMPLETE_SCORE = 10

function scoreOf(glyphs: Glyph[][], raw: Glyph[][], table: MrzTable): number {
  const texts = glyphs.map(textOf)
  const { valid, of } = countValid(texts, table)
  const repairs = glyphs.flat().some(({ repaired }) => repaired) ? 0.5 : 0
  const changed = raw.reduce((sum, line, i) => sum + misfit(line, i, table), 0)
  const fillers = texts.join('').replace(/[^<]/g, '').length
  const begins = (BEGINNING.test(texts[0] ?? '') ? 1 : -1) + (issuerKnown(texts) ? 0.5 : 0)
  const all = valid === of ? 3 : 0
  return (valid / of) * 10 + all - repairs - changed * 0.4 + begins + Math.min(fillers, 20) / 20
}

function issuerKnown([first = '']: string[]): boolean {
  return stateName(words(first.slice(2, 5))) !== null
}

function misfit(line: Glyph[], at: number, table: MrzTable): number {
  const names = table.fields.some((field) => field.line === at && field.kind === 'NAMES')
  return Math.abs(line.length - table.width) * (names ? 0.4 : 1)
}

function evidenceOf(line: OcrLine): LineEvidence {
  return {
    confidences: line.glyphs.map(({ confidence }) => confidence),
    checkedConfidences: line.glyphs.map(checkedConfidence),
    repaired: line.glyphs.map(({ repaired }) => repaired),
    quad: textQuad(line),
  }
}
