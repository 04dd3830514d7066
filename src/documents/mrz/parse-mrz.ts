import type { Quad } from '../../vision/geometry'
import type { CheckDigit, DocumentField, FieldName, MrzReading } from '../reading'
import { type CheckedSpans, checkLines, longNumberOf, textAt } from './check-digits'
import { fieldValue, splitNames, words } from './fields'
import { type FieldSpec, formatOf, type MrzTable, type Span } from './formats'
import { sliceQuad } from './glyph'

/**
 * What a recogniser knows about a line: per character its confidence 0..1, check digits taken into account, and whether
 * a check digit decided it.
 */
export type LineEvidence = {
  confidences: number[]
  repaired: boolean[]
  quad: Quad | null
}

/** The least confidence, of its least sure character, with which a field is relied on. */
const CONFIDENCE_BAR = 0.95

/**
 * Reads the lines of a machine-readable zone: exact length, characters A..Z, 0..9 and `<`; blanks at the ends are
 * ignored. `today` (YYYY-MM-DD) decides centuries. A field is `uncertain` when a check digit over it fails, when it
 * was repaired, when its text is impossible (no such date, state, sex, name), or when the recogniser was unsure.
 * Null when the lines fit no format; never throws.
 */
export function parseMrz(
  lines: string[],
  today: string,
  evidence: LineEvidence[] = [],
): MrzReading | null {
  const clean = lines.map((line) => line.trim())
  const table = formatOf(clean)
  if (table === null || clean.some((line) => !/^[A-Z0-9<]+$/.test(line))) return null
  const checks = checkLines(clean, table)
  const context: Context = { lines: clean, table, checks, today, evidence }
  return {
    format: table.format,
    lines: clean,
    fields: table.fields.flatMap((spec) => readField(spec, context)),
    checkDigits: checks.map(({ check }) => check),
    repaired: evidence.some(({ repaired }) => repaired.includes(true)),
    box: zoneBox(evidence),
  }
}

/** Whether every check digit printed is the one computed. */
export function allChecksValid(reading: { checkDigits: CheckDigit[] }): boolean {
  return reading.checkDigits.every(({ valid }) => valid)
}

type Context = {
  lines: string[]
  table: MrzTable
  checks: CheckedSpans[]
  today: string
  evidence: LineEvidence[]
}

function readField(spec: FieldSpec, context: Context): DocumentField[] {
  const text = textAt(context.lines, spec)
  if (spec.kind === 'NAMES') return readNames(spec, text, context)
  if (spec.name === 'DOCUMENT_NUMBER') return [readNumber(spec, text, context)]
  if (spec.name === 'OPTIONAL_DATA') return [readOptional(spec, context)]
  const { value, plausible } = fieldValue(spec, text, context.today)
  return [field(spec.name as FieldName, value, plausible, [spec], context)]
}

function readNames(spec: FieldSpec, text: string, context: Context): DocumentField[] {
  const { surname, givenNames } = splitNames(text)
  const { plausible } = fieldValue(spec, text, context.today)
  const split = text.indexOf('<<')
  const middle = spec.start + (split < 0 ? text.length : split)
  const first = { line: spec.line, start: spec.start, end: middle }
  const second = { line: spec.line, start: Math.min(middle + 2, spec.end), end: spec.end }
  return [
    field('SURNAME', surname, plausible && surname !== '', [first], context),
    field('GIVEN_NAMES', givenNames, plausible, [second], context),
  ]
}

function readNumber(spec: FieldSpec, text: string, context: Context): DocumentField {
  const long = longNumber(context)
  const { value, plausible } = fieldValue(spec, text, context.today)
  if (long === null) return field('DOCUMENT_NUMBER', value, plausible, [spec], context)
  return field('DOCUMENT_NUMBER', value + long.tail, plausible, long.covers, context)
}

function readOptional(spec: FieldSpec, context: Context): DocumentField {
  const long = longNumber(context)
  const start = long === null ? spec.start : Math.min(long.at.end, spec.end)
  const rest = { ...spec, start }
  return field('OPTIONAL_DATA', words(textAt(context.lines, rest)), true, [rest], context)
}

function longNumber({ lines, table }: Context) {
  const spec = table.checks.find(({ field }) => field === 'DOCUMENT_NUMBER')
  return spec === undefined ? null : longNumberOf(lines, table, spec)
}

function field(
  name: FieldName,
  value: string,
  plausible: boolean,
  spans: Span[],
  context: Context,
): DocumentField {
  const touching = context.checks.filter(({ touches }) => touches.some((t) => overlap(t, spans)))
  const failed = touching.some(({ check }) => !check.valid)
  const confidence = Math.min(1, ...spans.map((span) => spanConfidence(span, context)))
  const repaired = spans.some((span) => wasRepaired(span, context.evidence))
  const uncertain = !plausible || failed || repaired || confidence < CONFIDENCE_BAR
  return { name, value, source: 'MRZ', confidence, uncertain, box: fieldBox(spans, context) }
}

/** The least sure character, the fillers at the end left aside: they carry no text. */
function spanConfidence(span: Span, { lines, evidence }: Context): number {
  const length = textAt(lines, span).replace(/<+$/, '').length
  const all = evidence[span.line]?.confidences ?? []
  return Math.min(1, ...all.slice(span.start, span.start + length))
}

function wasRepaired({ line, start, end }: Span, evidence: LineEvidence[]): boolean {
  return (evidence[line]?.repaired ?? []).slice(start, end).includes(true)
}

function overlap(a: Span, spans: Span[]): boolean {
  return spans.some((b) => a.line === b.line && a.start < b.end && b.start < a.end)
}

function fieldBox([span]: Span[], { lines, evidence }: Context): Quad | null {
  const quad = span === undefined ? null : (evidence[span.line]?.quad ?? null)
  if (span === undefined || quad === null) return null
  const width = lines[span.line]?.length ?? 1
  const length = Math.max(1, textAt(lines, span).replace(/<+$/, '').length)
  return sliceQuad(quad, span.start / width, (span.start + length) / width)
}

function zoneBox(evidence: LineEvidence[]): Quad | null {
  const first = evidence[0]?.quad
  const last = evidence[evidence.length - 1]?.quad
  return first && last ? [first[0], first[1], last[2], last[3]] : null
}
