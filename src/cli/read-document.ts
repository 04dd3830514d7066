import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { DocumentReader, Images } from '../deps'
import { allChecksValid } from '../documents/mrz/parse-mrz'
import type { BarcodeReading, DocumentField, MrzReading, VisualZone } from '../documents/reading'
import { AppError } from '../errors'
import { createDocumentReader } from '../inference/document-reader'
import { createImages } from '../inference/images'
import type { DocumentOutline } from '../vision/page-geometry'
import { CliError } from './cli-error'
import { assertFile } from './face-files'
import { print, printJson } from './print'

/** `countersign read-document`: what a picture of a document says, in every zone of it. */
export function register(program: Command): void {
  program
    .command('read-document')
    .description(
      'Reads the machine-readable zone, the print for people and the barcodes of documents.',
    )
    .argument('<file...>', 'JPEG, PNG or WebP pictures')
    .option('--json', 'print one JSON object')
    .action(async (files: string[], { json }: { json?: boolean }) => {
      for (const file of files) assertFile(file)
      const documents = await readAll(files)
      if (json) printJson({ documents: documents.map(toJson) })
      else for (const document of documents) printDocument(document)
    })
}

type ReadDocument = {
  path: string
  reading: MrzReading | null
  visualZone: VisualZone
  barcodes: BarcodeReading[]
  outline: DocumentOutline
  msec: number
}

async function readAll(files: string[]): Promise<ReadDocument[]> {
  const images = createImages()
  const reader = createDocumentReader()
  const documents: ReadDocument[] = []
  try {
    for (const path of files) documents.push(await readOne(path, images, reader))
  } finally {
    await images.close()
  }
  return documents
}

async function readOne(
  path: string,
  images: Images,
  reader: DocumentReader,
): Promise<ReadDocument> {
  const start = performance.now()
  try {
    const { bytes } = await images.normalize(readFileSync(path))
    const image = await images.decode(bytes)
    const reading = await reader.readMrz(image)
    const visualZone = await reader.readVisualZone(image, reading)
    const barcodes = await reader.readBarcodes(image)
    const hints = { mrzBox: reading?.box ?? null, mrzFormat: reading?.format ?? null }
    const outline = await reader.findOutline(image, hints)
    const msec = performance.now() - start
    return { path, reading, visualZone, barcodes, outline, msec }
  } catch (error) {
    if (error instanceof AppError) throw new CliError(`${path}: ${error.message}`)
    throw error
  }
}

function toJson({ path, reading, visualZone, barcodes, outline, msec }: ReadDocument) {
  const found = reading ?? {
    format: null,
    lines: [],
    fields: [],
    checkDigits: [],
    repaired: false,
    box: null,
  }
  const checksValid = reading !== null && allChecksValid(reading)
  return { path, ...found, checksValid, visualZone, barcodes, outline, msec: Math.round(msec) }
}

function printDocument({ path, reading, visualZone, barcodes, msec }: ReadDocument): void {
  print(`${path} (${msec.toFixed(0)} ms)`)
  if (reading === null) print('  no machine-readable zone found')
  else printReading(reading)
  for (const { symbology, fields } of barcodes) {
    print(`  ${symbology}${fields.length === 0 ? ' of no kind that is known' : ''}`)
    for (const field of fields) printField(field)
  }
  print(`  visual zone, ${visualZone.lines.length} lines of text`)
  for (const field of visualZone.fields) printField(field)
  print('')
}

function printReading(reading: MrzReading): void {
  const repaired = reading.repaired ? ', repaired' : ''
  print(`  ${reading.format}${repaired}`)
  for (const line of reading.lines) print(`  ${line}`)
  for (const field of reading.fields) printField(field)
  for (const { field, printed, expected, valid } of reading.checkDigits)
    print(
      `  check ${field.padEnd(16)} ${valid ? 'valid' : `INVALID: ${printed} printed, ${expected} expected`}`,
    )
}

function printField({ name, value, confidence, uncertain }: DocumentField): void {
  const doubt = uncertain ? '  uncertain' : ''
  print(`    ${name.padEnd(16)} ${value.padEnd(40)} ${confidence.toFixed(2)}${doubt}`)
}
