import { editDistance } from '../documents/edit-distance'
import { allChecksValid, parseMrz } from '../documents/mrz/parse-mrz'
import type { MrzFormat, MrzReading } from '../documents/reading'
import { quantile, type Rate, wilson } from './interval'

/** A labelled picture: its path as the manifest names it, and the lines truly printed. */
export type MrzItem = { path: string; format: MrzFormat; lines: string[] }

/** What a reader made of it; times in milliseconds. `refused` is the code of the image guard, if it refused. */
export type MrzOutcome = {
  item: MrzItem
  reading: MrzReading | null
  refused: string | null
  ms: number
  cpuMs: number
}

/** A document not read exactly: the truth, the lines read, the fields that differ and whether each was marked. */
type WrongMrz = {
  path: string
  format: MrzFormat
  expected: string[]
  read: string[]
  refused: string | null
  checksValid: boolean
  wrongFields: { name: string; expected: string; read: string; uncertain: boolean }[]
}

/** Counts unless the name says otherwise; `characterAccuracy` is the mean over documents, 0..1. */
export type MrzReport = {
  documents: number
  lines: number
  exactDocuments: number
  exactLines: number
  characterAccuracy: number
  checksValid: number
  validButWrong: number
  validButWrongUnflagged: number
  msMedian: number
  msP95: number
  cpuMsMedian: number
  peakRssMb: number
  intervals: Record<
    'exactDocuments' | 'exactLines' | 'checksValid' | 'validButWrong' | 'validButWrongUnflagged',
    Rate
  >
  wrong: WrongMrz[]
}

/**
 * Sums up a run. A document is exact when every character of every line is; `checksValid` counts readings whose
 * printed check digits all hold; `validButWrongUnflagged` counts those of them that are not exact though no wrong
 * field was marked uncertain. Intervals are Wilson's, 95 %; `today` is YYYY-MM-DD.
 */
export function summarizeMrz(outcomes: MrzOutcome[], peakRssMb: number, today: string): MrzReport {
  const wrong = outcomes.filter((outcome) => !isExact(outcome)).map((o) => describe(o, today))
  const lines = sum(outcomes.map(({ item }) => item.lines.length))
  const valid = wrong.filter(({ checksValid }) => checksValid)
  const counts = {
    exactDocuments: outcomes.length - wrong.length,
    exactLines: sum(outcomes.map(exactLines)),
    checksValid: outcomes.filter(({ reading }) => reading !== null && allChecksValid(reading))
      .length,
    validButWrong: valid.length,
    validButWrongUnflagged: valid.filter((w) => !w.wrongFields.some((f) => f.uncertain)).length,
  }
  const rate = (count: number) => wilson(count, outcomes.length)
  return {
    documents: outcomes.length,
    lines,
    ...counts,
    characterAccuracy: sum(outcomes.map(accuracy)) / outcomes.length,
    msMedian: quantile(
      outcomes.map(({ ms }) => ms),
      0.5,
    ),
    msP95: quantile(
      outcomes.map(({ ms }) => ms),
      0.95,
    ),
    cpuMsMedian: quantile(
      outcomes.map(({ cpuMs }) => cpuMs),
      0.5,
    ),
    peakRssMb,
    intervals: {
      exactDocuments: rate(counts.exactDocuments),
      exactLines: wilson(counts.exactLines, lines),
      checksValid: rate(counts.checksValid),
      validButWrong: rate(counts.validButWrong),
      validButWrongUnflagged: rate(counts.validButWrongUnflagged),
    },
    wrong,
  }
}

function isExact({ item, reading }: MrzOutcome): boolean {
  return item.lines.join('\n') === (reading?.lines ?? []).join('\n')
}

function exactLines({ item, reading }: MrzOutcome): number {
  return item.lines.filter((line, i) => line === reading?.lines[i]).length
}

/** One minus the edits per true character, at least 0. */
function accuracy({ item, reading }: MrzOutcome): number {
  const truth = item.lines.join('\n')
  const read = (reading?.lines ?? []).join('\n')
  return 1 - Math.min(1, editDistance(read, truth) / truth.length)
}

function describe({ item, reading, refused }: MrzOutcome, today: string): WrongMrz {
  return {
    path: item.path,
    format: item.format,
    expected: item.lines,
    read: reading?.lines ?? [],
    refused,
    checksValid: reading !== null && allChecksValid(reading),
    wrongFields: reading === null ? [] : wrongFields(item, reading, today),
  }
}

function wrongFields(item: MrzItem, reading: MrzReading, today: string) {
  const truth = parseMrz(item.lines, today)?.fields ?? []
  return truth.flatMap(({ name, value }) => {
    const read = reading.fields.find((field) => field.name === name)
    if (read?.value === value) return []
    return [{ name, expected: value, read: read?.value ?? '', uncertain: read?.uncertain ?? true }]
  })
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
