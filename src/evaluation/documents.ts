import type { DocumentField, FieldName, VisualZone } from '../documents/reading'
import { compareNames } from '../documents/visual-zone/compare-names'
import { lettersOf } from '../documents/visual-zone/fold'
import { quantile, type Rate, wilson } from './interval'

/** A labelled picture: its path as the manifest names it, and the true value of every field that is printed on it. */
export type DocumentItem = { path: string; printed: Partial<Record<FieldName, string>> }

/** What a reader made of it; times in milliseconds. `refused` is the code of the image guard, if it refused. */
export type DocumentOutcome = {
  item: DocumentItem
  zone: VisualZone | null
  refused: string | null
  ms: number
  cpuMs: number
}

/** A field not found as printed; `read` is null where nothing was given, and `uncertain` what the reader said of it. */
type MissedField = {
  path: string
  field: string
  expected: string
  read: string | null
  uncertain: boolean
}

/** Fields found of those printed, all together and per field; times are per page; `sureButWrong` were not marked. */
export type DocumentsReport = {
  documents: number
  found: Rate
  fields: Record<string, Rate>
  sureButWrong: Rate
  msMedian: number
  msP95: number
  cpuMsMedian: number
  peakRssMb: number
  missed: MissedField[]
}

/**
 * Sums up a run. A field counts as found when the value read equals the printed one: names and places after
 * transliteration (ICAO 9303-3 §6), numbers by letters and figures, dates and sex exactly. Intervals are Wilson's, 95 %.
 */
export function summarizeDocuments(
  outcomes: DocumentOutcome[],
  peakRssMb: number,
): DocumentsReport {
  const judged = outcomes.flatMap(judge)
  const rate = (of: typeof judged) => wilson(of.filter(({ found }) => found).length, of.length)
  const names = [...new Set(judged.map(({ field }) => field))]
  const given = judged.filter(({ read }) => read !== null)
  const wrong = given.filter(({ found, read }) => !found && read?.uncertain === false)
  const times = outcomes.map(({ ms }) => ms)
  return {
    documents: outcomes.length,
    found: rate(judged),
    fields: Object.fromEntries(
      names.map((name) => [name, rate(judged.filter(({ field }) => field === name))]),
    ),
    sureButWrong: wilson(wrong.length, given.length),
    msMedian: quantile(times, 0.5),
    msP95: quantile(times, 0.95),
    cpuMsMedian: quantile(
      outcomes.map(({ cpuMs }) => cpuMs),
      0.5,
    ),
    peakRssMb,
    missed: judged.filter(({ found }) => !found).map(toMissed),
  }
}

type Judged = {
  path: string
  field: FieldName
  expected: string
  read: DocumentField | null
  found: boolean
}

function judge({ item, zone }: DocumentOutcome): Judged[] {
  return Object.entries(item.printed).map(([name, expected]) => {
    const field = name as FieldName
    const read = zone?.fields.find((one) => one.name === field) ?? null
    const found = read !== null && isEqual(field, read.value, expected)
    return { path: item.path, field, expected, read, found }
  })
}

function toMissed({ path, field, expected, read }: Judged): MissedField {
  return { path, field, expected, read: read?.value ?? null, uncertain: read?.uncertain ?? true }
}

const NAMES: FieldName[] = ['SURNAME', 'GIVEN_NAMES', 'BIRTH_PLACE', 'AUTHORITY', 'NATIONALITY']

function isEqual(field: FieldName, read: string, expected: string): boolean {
  if (field === 'SEX' || field.endsWith('DATE')) return read === expected
  if (!NAMES.includes(field)) return lettersOf(read) === lettersOf(expected)
  const { reason } = compareNames(read, expected, false)
  return reason === 'EQUAL' || reason === 'TRANSLITERATED'
}
