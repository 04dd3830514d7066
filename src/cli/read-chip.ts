import { readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { ChipPortrait, ChipReading } from '../chip/chip-reading'
import { readChip } from '../chip/read-chip'
import { type CscaTrust, loadTrust } from '../chip/trust'
import { AppError } from '../errors'
import { createImages } from '../inference/images'
import { CliError } from './cli-error'
import { assertFile } from './face-files'
import { print, printJson } from './print'

type Options = {
  sod: string
  dg1: string
  dg2: string
  masterList?: string[]
  listSigner?: string[]
  crl?: string[]
  portrait?: string
  json?: boolean
}

/** `countersign read-chip`: what the files of a passport's chip say, and whether its state signed them. */
export function register(program: Command): void {
  program
    .command('read-chip')
    .description(
      'Reads the files of a passport chip and does Passive Authentication (ICAO 9303-11).',
    )
    .requiredOption('--sod <file>', 'EF.SOD as read from the chip')
    .requiredOption('--dg1 <file>', 'EF.DG1, the machine-readable zone')
    .requiredOption('--dg2 <file>', 'EF.DG2, the face')
    .option('--master-list <file...>', 'ICAO master lists, or country signers as PEM or DER')
    .option('--list-signer <file...>', 'the only certificates that may vouch for master lists')
    .option('--crl <file...>', 'revocation lists of country signers, PEM or DER')
    .option('--portrait <file>', 'where the portrait goes, as a JPEG')
    .option('--json', 'print one JSON object')
    .action(readFiles)
}

async function readFiles(options: Options): Promise<void> {
  const now = new Date()
  const files = { sod: read(options.sod), dg1: read(options.dg1), dg2: read(options.dg2) }
  const trust = trustOf(options, now)
  const reading = await mended(() => readChip(files, { trust, now }))
  if (options.portrait !== undefined) await writePortrait(reading.portrait, options.portrait)
  if (options.json) printJson(forMachines(reading))
  else print(forPeople(reading))
}

/** Null without any country signer: the chain is then skipped. */
function trustOf({ masterList, listSigner, crl }: Options, now: Date): CscaTrust | null {
  if (masterList === undefined) {
    if (crl === undefined && listSigner === undefined) return null
    throw new CliError('--crl and --list-signer are of use only with --master-list.')
  }
  const listSigners = listSigner === undefined ? {} : { listSigners: listSigner.map(read) }
  const files = { signers: masterList.map(read), crls: (crl ?? []).map(read), ...listSigners }
  try {
    return loadTrust(files, now)
  } catch (error) {
    throw asCliError(error)
  }
}

/** Larger than any file this command takes; the limits of each are in chip/source.ts. */
const MAX_FILE_BYTES = 16_000_000

function read(file: string): Uint8Array {
  assertFile(file)
  if (statSync(file).size > MAX_FILE_BYTES) throw new CliError(`${file}: the file is too large.`)
  return readFileSync(file)
}

async function mended<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asCliError(error)
  }
}

function asCliError(error: unknown): unknown {
  return error instanceof AppError ? new CliError(error.message) : error
}

async function writePortrait(portrait: ChipPortrait, file: string): Promise<void> {
  const bytes = await jpegOf(portrait)
  try {
    writeFileSync(file, bytes)
  } catch (cause) {
    const code = (cause as { code?: string }).code ?? 'error'
    throw new CliError(`${file}: cannot be written (${code}).`)
  }
}

async function jpegOf(portrait: ChipPortrait): Promise<Uint8Array> {
  if (portrait.format === 'jpeg') return portrait.bytes
  const images = createImages()
  try {
    return await images.encode(portrait.image)
  } finally {
    await images.close()
  }
}

function forMachines({ portrait, ...reading }: ChipReading) {
  const described =
    portrait.format === 'jpeg'
      ? { format: 'jpeg', byteLength: portrait.bytes.length }
      : { format: 'rgb', width: portrait.image.width, height: portrait.image.height }
  return { ...reading, portrait: described }
}

function forPeople(reading: ChipReading): string {
  const fields = reading.fields.map(
    ({ name, value, uncertain }) =>
      `${name.padEnd(18)} ${value}${uncertain ? '  (uncertain)' : ''}`,
  )
  const checks = reading.checks.map(
    ({ check, outcome, reason }) => `${outcome.padEnd(8)} ${check.padEnd(22)} ${reason}`,
  )
  const verdict = `Passive Authentication: ${reading.passiveAuthentication}`
  return [...fields, '', ...checks, '', verdict, reading.notProven].join('\n')
}
