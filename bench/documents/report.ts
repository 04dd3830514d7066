import { type DocumentsReport, summarizeDocuments } from '../../src/evaluation/documents'
import { type Rate, wilson } from '../../src/evaluation/interval'
import type { Cost } from '../processor-time'
import { type StageCost, spread, stagesOf } from '../stage-costs'
import type { BenchItem } from './items'
import { type Answer, READER_NAMES, type ReaderName } from './reader'

/** One picture and every reader's answer; a reader is left out where it was not asked. */
export type Outcome = {
  item: Omit<BenchItem, 'bytes'>
  answers: Partial<Record<ReaderName, Answer>>
}

/**
 * One reader on the machine-readable zones. `cost` is of reading a zone alone, from the upright JPEG to the lines. An
 * exact document has every line right; of a general OCR program the lines may stand anywhere in its text.
 */
type ZoneReport = { exact: Rate; exactLines: Rate; cost: StageCost; peakMb: Answer['peakMb'] }

/** Ours divided by the other's: below 1 is less time or memory than the other. */
type Ratios = { wall: number; cpu: number; memory: number }

export type BenchReport = {
  pictures: number
  refused: Record<string, number>
  stages: Record<string, StageCost>
  readers: Partial<Record<ReaderName, ZoneReport>>
  ratios: Partial<Record<ReaderName, Ratios>>
  byType: Record<string, Rate>
  barcodesExact: Rate
  visualZone: Pick<DocumentsReport, 'found' | 'fields' | 'sureButWrong'>
  notExact: string[]
}

/** Sums up a run; times in milliseconds, memory in MB. */
export function summarize(outcomes: Outcome[]): BenchReport {
  const ours = outcomes.flatMap(({ item, answers: { countersign } }) =>
    countersign === undefined ? [] : [{ item, answer: countersign }],
  )
  const zones = outcomes.filter(({ item }) => item.lines.length > 0)
  const readers = Object.fromEntries(
    READER_NAMES.flatMap((name) => {
      const report = zoneReport(name, zones)
      return report === null ? [] : [[name, report] as const]
    }),
  )
  const barcodes = ours.filter(({ item }) => item.barcodeText !== null)
  const exact = barcodes.filter(({ item, answer }) =>
    answer.barcodes.includes(item.barcodeText ?? ''),
  )
  const { found, fields, sureButWrong } = summarizeDocuments(
    ours.map(({ item, answer: { zone, refused } }) => ({ item, zone, refused, ms: 0, cpuMs: 0 })),
    0,
  )
  return {
    pictures: outcomes.length,
    refused: countBy(ours.flatMap(({ answer }) => answer.refused ?? [])),
    stages: stagesOf(ours.map(({ answer }) => answer)),
    readers,
    ratios: ratiosOf(readers),
    byType: byType(zones),
    barcodesExact: wilson(exact.length, barcodes.length),
    visualZone: { found, fields, sureButWrong },
    notExact: [
      ...zones.filter(
        ({ item, answers }) => !isExact('countersign', item.lines, answers.countersign),
      ),
      ...barcodes.filter((one) => !exact.includes(one)),
    ].map(({ item }) => item.path),
  }
}

function zoneReport(name: ReaderName, zones: Outcome[]): ZoneReport | null {
  const asked = zones.filter(({ answers }) => answers[name] !== undefined)
  if (asked.length === 0) return null
  const lines = asked.flatMap(({ item, answers }) => rightLines(name, item.lines, answers[name]))
  const exact = asked.filter(({ item, answers }) => isExact(name, item.lines, answers[name]))
  const answers = asked.flatMap(({ answers }) => answers[name] ?? [])
  return {
    exact: wilson(exact.length, zones.length),
    exactLines: wilson(lines.filter(Boolean).length, lines.length),
    cost: spread(answers.filter(({ refused }) => refused === null).map(zoneCost)),
    peakMb: {
      own: Math.max(...answers.map(({ peakMb }) => peakMb.own)),
      child: Math.max(...answers.map(({ peakMb }) => peakMb.child)),
    },
  }
}

/** Decoding and reading the zone; the other stages are for what the others do not read. */
function zoneCost({ stages }: Answer): Cost {
  const costs = ['decode', 'readMrz', 'recognize'].flatMap((stage) => stages[stage] ?? [])
  return {
    wallMs: costs.reduce((sum, { wallMs }) => sum + wallMs, 0),
    cpuMs: costs.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  }
}

function isExact(name: ReaderName, lines: string[], answer: Answer | undefined): boolean {
  return rightLines(name, lines, answer).every(Boolean)
}

function rightLines(name: ReaderName, lines: string[], answer: Answer | undefined): boolean[] {
  const read = answer?.lines ?? []
  return lines.map((line, i) => (name === 'countersign' ? read[i] === line : read.includes(line)))
}

function byType(zones: Outcome[]): Record<string, Rate> {
  const types = [...new Set(zones.map(({ item }) => item.type))]
  return Object.fromEntries(
    types.map((type) => {
      const of = zones.filter(({ item }) => item.type === type)
      const exact = of.filter(({ item, answers }) =>
        isExact('countersign', item.lines, answers.countersign),
      )
      return [type, wilson(exact.length, of.length)]
    }),
  )
}

function ratiosOf({ countersign, ...others }: BenchReport['readers']): BenchReport['ratios'] {
  if (countersign === undefined) return {}
  const memory = ({ peakMb }: ZoneReport) => peakMb.own + peakMb.child
  return Object.fromEntries(
    Object.entries(others).map(([name, other]) => [
      name,
      {
        wall: countersign.cost.wallMs.median / other.cost.wallMs.median,
        cpu: countersign.cost.cpuMs.median / other.cost.cpuMs.median,
        memory: memory(countersign) / memory(other),
      },
    ]),
  )
}

function countBy(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
