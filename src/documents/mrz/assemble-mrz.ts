import type { MrzReading } from '../reading'
import { weightsOf } from './character-weights'
import { countValid } from './check-digits'
import { conditionOnChecks } from './condition-checks'
import { foldStates } from './fold-states'
import { formatOf, MRZ_TABLES, type MrzTable } from './formats'
import { type Glyph, glyphAt, type OcrLine, textOf, textQuad, UNSEEN_FILLER } from './glyph'
import { readLattice } from './line-lattice'
import { beginsLate, inOneBand } from './line-starts'
import { type LineEvidence, parseMrz } from './parse-mrz'
import { beginsAsZone, doubtOf, isComplete, scoreOf } from './score-zone'
import { cutEnds, greedyText, nearnessOf, placesSeen, type SeenLine } from './seen-line'
import { fits, type Line, likeliestWindows, startings } from './zone-windows'

/**
 * A zone made of seen lines. `score` compares candidates of one image (see `scoreOf`); `complete` says that there is no
 * reason to try harder.
 */
export type Candidate = { table: MrzTable; lines: OcrLine[]; score: number; complete: boolean }

/**
 * The best zone among seen lines given from top to bottom, or null when no two or three neighbours look like one. Each
 * line is read as exactly as many characters as its format has, weighed by what may stand where; check digits then
 * decide between characters the recogniser wavers on, which is marked.
 */
export function assembleMrz(seen: SeenLine[]): Candidate | null {
  const lines = seen.map((line) => ({ line, text: greedyText(line) }))
  return SHAPES.flatMap((shape) =>
    likeliestWindows(lines, shape)
      .flatMap(startings)
      .map((window) => candidateOf(window, shape)),
  ).reduce(better, null)
}

/** The candidate with the higher score; `a` when they are equal. */
export function better(a: Candidate | null, b: Candidate | null): Candidate | null {
  return a === null || (b !== null && b.score > a.score) ? b : a
}

/**
 * The reading of a candidate, `today` being YYYY-MM-DD. Null unless two check digits hold or the first line begins as a
 * zone does: any two lines of text fit a format by chance.
 */
export function readCandidate(
  { table, lines, score }: Candidate,
  today: string,
): MrzReading | null {
  if (score < 0) return null
  const texts = lines.map(({ glyphs }) => textOf(glyphs))
  const begins = beginsAsZone(texts) && /<<<</.test(texts.join(''))
  if (!begins && countValid(texts, table).valid < 2) return null
  return parseMrz(texts, today, lines.map(evidenceOf))
}

/** The first table of each shape: it reads the first line, whose document code then tells which one it is. */
const SHAPES: MrzTable[] = [MRZ_TABLES.TD3, MRZ_TABLES.TD2, MRZ_TABLES.TD1]

function candidateOf(window: Line[], shape: MrzTable): Candidate | null {
  if (!fits(window, shape)) return null
  const places = window.map((line) => placesAmong(line, window, shape.width))
  const first = readLine(window[0], shape, 0, places)
  const table = first === null ? null : tableOf(textOf(first.glyphs), shape)
  if (first === null || table === null) return null
  const read = window.map((line, i) =>
    i === 0 && table === shape ? first : readLine(line, table, i, places),
  )
  if (!read.every((line) => line !== null)) return null
  const late = beginsLate(read)
  return finish(
    read
      .map((line, i) => (late[i] ? (readLate(window[i], table, i) ?? line) : line))
      .map((line, i) => doubtCutEnds(line, window[i])),
    table,
    surplusOf(window, table),
  )
}

/** Where the picture ends within the line, what stands there may not be all: its end is in doubt. */
function doubtCutEnds({ glyphs, quad }: OcrLine, line: Line | undefined): OcrLine {
  const { start, end } = line === undefined ? WHOLE : cutEnds(line.line)
  const last = glyphs.length - 1
  const doubted = glyphs.map((glyph, i) =>
    (start && i === 0) || (end && i === last) ? { ...glyph, confidence: CUT_CONFIDENCE } : glyph,
  )
  return { glyphs: doubted, quad }
}

const WHOLE = { start: false, end: false }
const CUT_CONFIDENCE = 0.01

/** How many characters were seen beyond what the format has room for: a longer zone must not pass for a shorter one. */
function surplusOf(window: Line[], { width }: MrzTable): number {
  return window.reduce((sum, { text }) => sum + Math.max(0, text.length - width), 0)
}

function tableOf(first: string, shape: MrzTable): MrzTable | null {
  return formatOf(Array.from({ length: shape.lines }, () => first))
}

/** Where a line's characters begin: as in a line of its band that was seen whole, if it was not seen so itself. */
function placesAmong({ line, text }: Line, window: Line[], width: number): number[] {
  const whole = window.find((other) => other.text.length === width && inOneBand(other.line, line))
  const guide = text.length === width || whole === undefined ? line : whole.line
  return placesSeen(guide, width)
}

function readLine(
  line: Line | undefined,
  table: MrzTable,
  at: number,
  places: number[][],
): OcrLine | null {
  if (line === undefined) return null
  return readAs(line, { weights: weightsOf(table, at), places: places[at] ?? [] }, [], table, at)
}

/** A line whose first character was not seen: one fewer is read, and the first is left open. */
function readLate(line: Line | undefined, table: MrzTable, at: number): OcrLine | null {
  if (line === undefined) return null
  const weights = weightsOf(table, at).slice(1)
  const places = placesSeen(line.line, weights.length)
  return readAs(line, { weights, places }, [UNSEEN_FILLER], table, at)
}

function readAs(
  { line }: Line,
  { weights, places: expected }: { weights: Float64Array[]; places: number[] },
  before: Glyph[],
  table: MrzTable,
  at: number,
): OcrLine | null {
  const reading = readLattice(line, weights, nearnessOf(expected, line.steps))
  if (reading === null) return null
  const { posteriors, places } = reading
  const seen = posteriors.map((probabilities, i) => glyphAt(probabilities, places[i] ?? 0))
  const glyphs = foldStates([...before, ...seen], table, at)
  return { glyphs: endNames(glyphs, at, table), quad: line.quad }
}

/** Nothing may follow three fillers in a name field: what was read there are fillers misread. */
function endNames(glyphs: Glyph[], line: number, table: MrzTable): Glyph[] {
  const spec = table.fields.find((field) => field.line === line && field.kind === 'NAMES')
  if (spec === undefined) return glyphs
  const end = textOf(glyphs).indexOf('<<<', spec.start)
  if (end < 0) return glyphs
  return glyphs.map((glyph, i) => (i >= end && i < spec.end ? { ...glyph, char: '<' } : glyph))
}

function finish(read: OcrLine[], table: MrzTable, surplus: number): Candidate {
  const about = { doubt: doubtOf(read), surplus }
  const glyphs = conditionOnChecks(
    read.map((line) => line.glyphs),
    table,
  )
  return {
    table,
    lines: read.map(({ quad }, i) => ({ glyphs: glyphs[i] ?? [], quad })),
    score: scoreOf(glyphs, table, about),
    complete: isComplete(glyphs.map(textOf), table, about),
  }
}

function evidenceOf(line: OcrLine): LineEvidence {
  return {
    confidences: line.glyphs.map(({ confidence }) => confidence),
    repaired: line.glyphs.map(({ repaired }) => repaired),
    quad: textQuad(line),
  }
}
