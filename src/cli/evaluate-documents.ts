import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { DocumentReader, Images } from '../deps'
import { parseMrz } from '../documents/mrz/parse-mrz'
import type { FieldName } from '../documents/reading'
import { AppError } from '../errors'
import {
  type DocumentItem,
  type DocumentOutcome,
  type DocumentsReport,
  summarizeDocuments,
} from '../evaluation/documents'
import type { Rate } from '../evaluation/interval'
import { createDocumentReader } from '../inference/document-reader'
import { createImages } from '../inference/images'
import { createVisualZoneReader, type VisualZoneReader } from '../inference/visual-zone'
import { CliError } from './cli-error'
import { evaluateCommand } from './evaluate-command'
import { print, printJson, progress } from './print'
import { type CsvRow, pathIn, readCsv } from './read-csv'

/** `countersign evaluate documents`: how many of the printed fields the visual zone's reader finds. */
export function register(program: Command): void {
  evaluateCommand(program)
    .command('documents')
    .description(
      'Reads the visual zone of every picture of a manifest and compares its fields with those of the label.',
    )
    .requiredOption(
      '--manifest <csv>',
      'columns path,line1,line2,line3 (the machine-readable zone, the truth of five fields); optional viz_absent ' +
        '(names of fields not printed, between semicolons) and viz_<field> (what is printed, where it differs)',
    )
    .option('--no-mrz', 'do not let the machine-readable zone guide the search')
    .option('--json', 'print one JSON object with 95 % intervals and every field missed')
    .action(async ({ manifest, mrz, json }: { manifest: string; mrz: boolean; json?: boolean }) => {
      const report = await evaluate(readManifest(manifest), mrz)
      if (json) printJson(report)
      else printReport(report)
    })
}

/** The fields whose truth the machine-readable zone gives. */
const FROM_ZONE = [
  'SURNAME',
  'GIVEN_NAMES',
  'DOCUMENT_NUMBER',
  'BIRTH_DATE',
  'EXPIRY_DATE',
] as const

/** The fields that a column `viz_<field>` may give, in small letters. */
const FIELDS: FieldName[] = [
  ...FROM_ZONE,
  'ISSUE_DATE',
  'NATIONALITY',
  'SEX',
  'BIRTH_PLACE',
  'PERSONAL_NUMBER',
  'AUTHORITY',
]

type LabelledFile = DocumentItem & { file: string }

/** @throws CliError naming the line that is not right */
function readManifest(manifest: string): LabelledFile[] {
  const optional = ['line3', 'viz_absent', ...FIELDS.map(columnOf)]
  return readCsv(manifest, ['path', 'line1', 'line2'], optional).map((row) => ({
    path: row.values['path'] ?? '',
    file: pathIn(manifest, row, 'path'),
    printed: printedOn(manifest, row),
  }))
}

function columnOf(field: FieldName): string {
  return `viz_${field.toLowerCase()}`
}

function printedOn(manifest: string, { line, values }: CsvRow): DocumentItem['printed'] {
  const absent = (values['viz_absent'] ?? '').split(';').map((name) => name.trim().toUpperCase())
  const unknown = absent.find((name) => name !== '' && !FIELDS.includes(name as FieldName))
  if (unknown !== undefined)
    throw new CliError(
      `${manifest} line ${line}: viz_absent names ${unknown}; it may name ${FIELDS.join(', ')}.`,
    )
  const zone = truthOf(manifest, { line, values })
  const pairs = FIELDS.map(
    (field) => [field, values[columnOf(field)] || zone[field] || ''] as const,
  )
  return Object.fromEntries(
    pairs.filter(([field, value]) => value !== '' && !absent.includes(field)),
  )
}

function truthOf(manifest: string, { line, values }: CsvRow): DocumentItem['printed'] {
  const lines = [values['line1'], values['line2'], values['line3']].flatMap((text) => text || [])
  const reading = parseMrz(lines, today())
  if (reading === null)
    throw new CliError(`${manifest} line ${line}: the lines are no machine-readable zone we know.`)
  const known = reading.fields.filter(({ name }) => FROM_ZONE.some((field) => field === name))
  return Object.fromEntries(known.map(({ name, value }) => [name, value]))
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

type Readers = {
  images: Images
  documents: DocumentReader
  zones: VisualZoneReader
  guided: boolean
}

async function evaluate(items: LabelledFile[], guided: boolean): Promise<DocumentsReport> {
  const images = createImages()
  const documents = createDocumentReader()
  const zones = createVisualZoneReader()
  const bar = progress('Reading', items.length)
  const outcomes: DocumentOutcome[] = []
  try {
    await zones.readVisualZone({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 3) }, null)
    for (const item of items) {
      outcomes.push(await readItem(item, { images, documents, zones, guided }))
      bar.step()
    }
  } finally {
    bar.stop()
    await images.close()
  }
  return summarizeDocuments(outcomes, process.resourceUsage().maxRSS / 1024)
}

/** Times are those of the visual zone alone: the machine-readable zone is read before, and measured elsewhere. */
async function readItem(item: LabelledFile, readers: Readers): Promise<DocumentOutcome> {
  const { file, ...label } = item
  try {
    const { bytes } = await readers.images.normalize(readFileSync(file))
    const image = await readers.images.decode(bytes)
    const mrz = readers.guided ? await readers.documents.readMrz(image) : null
    const start = performance.now()
    const cpu = process.cpuUsage()
    const zone = await readers.zones.readVisualZone(image, mrz)
    const { user, system } = process.cpuUsage(cpu)
    const ms = performance.now() - start
    return { item: label, zone, refused: null, ms, cpuMs: (user + system) / 1000 }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { item: label, zone: null, refused: error.code, ms: 0, cpuMs: 0 }
  }
}

function printReport(report: DocumentsReport): void {
  print(`documents            ${report.documents}`)
  print(`fields found         ${rateText(report.found)}`)
  for (const [name, rate] of Object.entries(report.fields))
    print(`  ${name.padEnd(18)} ${rateText(rate)}`)
  print(`wrong, not marked    ${rateText(report.sureButWrong)}`)
  print(`time                 median ${ms(report.msMedian)}, p95 ${ms(report.msP95)}`)
  print(`processor time       median ${ms(report.cpuMsMedian)}`)
  print(`peak memory          ${report.peakRssMb.toFixed(0)} MB`)
  for (const { path, field, expected, read, uncertain } of report.missed)
    print(
      `${path} ${field}: ${expected}, read ${read ?? 'nothing'}${read !== null && uncertain ? ' (uncertain)' : ''}`,
    )
}

function rateText({ count, of, rate, low, high }: Rate): string {
  const percent = (share: number) => (100 * share).toFixed(1)
  return `${count} of ${of} = ${percent(rate)} % (${percent(low)} to ${percent(high)})`
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}
