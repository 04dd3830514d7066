import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { DocumentReader, Images } from '../deps'
import type { MrzFormat } from '../documents/reading'
import { AppError } from '../errors'
import type { Rate } from '../evaluation/interval'
import { type MrzItem, type MrzOutcome, type MrzReport, summarizeMrz } from '../evaluation/mrz'
import { createDocumentReader } from '../inference/document-reader'
import { createImages } from '../inference/images'
import { CliError } from './cli-error'
import { evaluateCommand } from './evaluate-command'
import { print, printJson, progress } from './print'
import { type CsvRow, pathIn, readCsv } from './read-csv'

/** `countersign evaluate mrz`: how often machine-readable zones are read exactly, on labelled pictures. */
export function register(program: Command): void {
  evaluateCommand(program)
    .command('mrz')
    .description(
      'Reads every picture of a manifest and compares the machine-readable zone with its label.',
    )
    .requiredOption(
      '--manifest <csv>',
      'columns path,type,line1,line2,line3; paths relative to the file',
    )
    .option('--json', 'print one JSON object with 95 % intervals and every wrong item')
    .action(async ({ manifest, json }: { manifest: string; json?: boolean }) => {
      const report = await evaluate(readManifest(manifest))
      if (json) printJson(report)
      else printReport(report)
    })
}

type LabelledFile = MrzItem & { file: string }

/** @throws CliError naming the line that is not right */
function readManifest(manifest: string): LabelledFile[] {
  const rows = readCsv(manifest, ['path', 'type', 'line1', 'line2'], ['line3'])
  return rows.map((row) => ({
    path: row.values['path'] ?? '',
    file: pathIn(manifest, row, 'path'),
    ...labelOf(manifest, row),
  }))
}

const SHAPES: Record<MrzFormat, { names: string[]; lines: number; width: number }> = {
  TD1: { names: ['TD1'], lines: 3, width: 30 },
  TD2: { names: ['TD2'], lines: 2, width: 36 },
  TD3: { names: ['TD3'], lines: 2, width: 44 },
  MRV_A: { names: ['MRV_A', 'MRVA', 'MRV-A'], lines: 2, width: 44 },
  MRV_B: { names: ['MRV_B', 'MRVB', 'MRV-B'], lines: 2, width: 36 },
  FRENCH_ID: { names: ['FRENCH_ID', 'FRA-ID'], lines: 2, width: 36 },
}

function labelOf(
  manifest: string,
  { line, values }: CsvRow,
): { format: MrzFormat; lines: string[] } {
  const type = values['type'] ?? ''
  const found = Object.entries(SHAPES).find(([, { names }]) => names.includes(type.toUpperCase()))
  if (found === undefined)
    throw new CliError(
      `${manifest} line ${line}: type is "${type}"; it must be one of ${Object.keys(SHAPES).join(', ')}.`,
    )
  const [format, shape] = found
  const lines = [values['line1'], values['line2'], values['line3']].flatMap((text) =>
    text ? [text] : [],
  )
  const fits = lines.length === shape.lines && lines.every((text) => text.length === shape.width)
  if (!fits)
    throw new CliError(
      `${manifest} line ${line}: a ${format} has ${shape.lines} lines of ${shape.width} characters.`,
    )
  return { format: format as MrzFormat, lines }
}

async function evaluate(items: LabelledFile[]): Promise<MrzReport> {
  const images = createImages()
  const reader = createDocumentReader()
  const bar = progress('Reading', items.length)
  const outcomes: MrzOutcome[] = []
  try {
    await reader.readMrz({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) })
    for (const item of items) {
      outcomes.push(await readItem(item, images, reader))
      bar.step()
    }
  } finally {
    bar.stop()
    await images.close()
  }
  const peakRssMb = process.resourceUsage().maxRSS / 1024
  return summarizeMrz(outcomes, peakRssMb, new Date().toISOString().slice(0, 10))
}

/** Times run from the normalised image to the reading: decoding and all attempts. */
async function readItem(
  item: LabelledFile,
  images: Images,
  reader: DocumentReader,
): Promise<MrzOutcome> {
  const { file, ...label } = item
  try {
    const { bytes } = await images.normalize(readFileSync(file))
    const start = performance.now()
    const cpu = process.cpuUsage()
    const reading = await reader.readMrz(await images.decode(bytes))
    const { user, system } = process.cpuUsage(cpu)
    const ms = performance.now() - start
    return { item: label, reading, refused: null, ms, cpuMs: (user + system) / 1000 }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { item: label, reading: null, refused: error.code, ms: 0, cpuMs: 0 }
  }
}

function printReport(report: MrzReport): void {
  const { intervals } = report
  print(`documents                     ${report.documents} (${report.lines} lines)`)
  print(`read exactly                  ${rateText(intervals.exactDocuments)}`)
  print(`lines read exactly            ${rateText(intervals.exactLines)}`)
  print(`character accuracy            ${(100 * report.characterAccuracy).toFixed(1)} %`)
  print(`all check digits valid        ${rateText(intervals.checksValid)}`)
  print(`valid but wrong               ${rateText(intervals.validButWrong)}`)
  print(`valid, wrong and not marked   ${rateText(intervals.validButWrongUnflagged)}`)
  print(`time                          median ${ms(report.msMedian)}, p95 ${ms(report.msP95)}`)
  print(`processor time                median ${ms(report.cpuMsMedian)}`)
  print(`peak memory                   ${report.peakRssMb.toFixed(0)} MB`)
  for (const { path, expected, read, refused, checksValid } of report.wrong) {
    print(`\n${path}${checksValid ? ' (check digits valid)' : ''}${refused ? ` (${refused})` : ''}`)
    for (const [i, line] of expected.entries()) print(`  ${line}\n  ${read[i] ?? ''}`)
  }
}

function rateText({ count, of, rate, low, high }: Rate): string {
  const percent = (share: number) => (100 * share).toFixed(1)
  return `${count} of ${of} = ${percent(rate)} % (${percent(low)} to ${percent(high)})`
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}
