import { readFileSync } from 'node:fs'
import { CliError } from '../../src/cli/cli-error'
import { pathIn, readCsv } from '../../src/cli/read-csv'
import { parseMrz } from '../../src/documents/mrz/parse-mrz'
import type { FieldName } from '../../src/documents/reading'
import { inventLicence } from '../../src/specimens/aamva-person'
import { renderLicence } from '../../src/specimens/aamva-specimen'
import { createRandom } from '../../src/specimens/random'
import { type Degradation, renderSpecimen } from '../../src/specimens/render-specimen'
import { inventPerson } from '../../src/specimens/specimen-person'

/** A picture and the truth about it; no lines: it has no zone, no text: it has no barcode that is known. */
export type BenchItem = {
  path: string
  type: string
  bytes: Buffer
  lines: string[]
  barcodeText: string | null
  printed: Partial<Record<FieldName, string>>
}

/** A picture that is made or read from disk only when it is its turn. */
export type LazyItem = () => Promise<BenchItem>

const TYPES = ['TD1', 'TD2', 'TD3', 'AAMVA'] as const

/** Made-up documents, the types by turns; `today` is YYYY-MM-DD. Equal seeds and days give equal pictures. */
export function specimens(
  count: number,
  seed: number,
  degrade: Degradation,
  today: string,
): LazyItem[] {
  return Array.from({ length: count }, (_, i) => () => {
    const type = TYPES[i % TYPES.length] ?? 'TD3'
    return type === 'AAMVA'
      ? licenceBack(seed + i, degrade, today)
      : specimen(type, seed + i, degrade, today)
  })
}

async function specimen(
  format: 'TD1' | 'TD2' | 'TD3',
  seed: number,
  degrade: Degradation,
  today: string,
): Promise<BenchItem> {
  const fields = inventPerson(format, createRandom(seed), today)
  const { image, truth } = await renderSpecimen({ format, fields, portrait: null, seed, degrade })
  const printed = {
    SURNAME: fields.surname,
    GIVEN_NAMES: fields.givenNames,
    DOCUMENT_NUMBER: fields.documentNumber,
    BIRTH_DATE: fields.birthDate,
    EXPIRY_DATE: fields.expiryDate,
  }
  const path = `${format} ${seed}`
  return { path, type: format, bytes: image, lines: truth.lines, barcodeText: null, printed }
}

async function licenceBack(seed: number, degrade: Degradation, today: string): Promise<BenchItem> {
  const licence = inventLicence(createRandom(seed), today)
  const made = await renderLicence({ licence, side: 'back', portrait: null, seed, degrade })
  const { barcodeText } = made.truth
  const path = `AAMVA ${seed}`
  return { path, type: 'AAMVA', bytes: made.image, lines: [], barcodeText, printed: {} }
}

const FROM_ZONE: FieldName[] = [
  'SURNAME',
  'GIVEN_NAMES',
  'DOCUMENT_NUMBER',
  'BIRTH_DATE',
  'EXPIRY_DATE',
]

/** Pictures of one's own, with the lines of their machine-readable zones. @throws CliError naming the line */
export function picturesOf(manifest: string, today: string): LazyItem[] {
  return readCsv(manifest, ['path', 'type', 'line1', 'line2'], ['line3']).map((row) => {
    const { path = '', type = '', line1 = '', line2 = '', line3 = '' } = row.values
    const file = pathIn(manifest, row, 'path')
    const lines = [line1, line2, line3].filter(Boolean)
    const truth = parseMrz(lines, today)
    if (truth === null)
      throw new CliError(
        `${manifest} line ${row.line}: the lines are no machine-readable zone we know.`,
      )
    const fields = truth.fields.filter(({ name }) => FROM_ZONE.includes(name))
    const printed = Object.fromEntries(fields.map(({ name, value }) => [name, value]))
    return async () => ({
      path,
      type,
      bytes: readFileSync(file),
      lines,
      barcodeText: null,
      printed,
    })
  })
}
