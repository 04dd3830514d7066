import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { SANDBOX_OUTCOMES } from '../decision/sandbox'
import { AppError } from '../errors'
import { inventLicence } from '../specimens/aamva-person'
import { type LicenceSide, renderLicence } from '../specimens/aamva-specimen'
import { createRandom } from '../specimens/random'
import { type Degradation, renderSpecimen } from '../specimens/render-specimen'
import { LAYOUTS, type SpecimenFormat } from '../specimens/specimen-layout'
import { inventPerson } from '../specimens/specimen-person'
import { CliError } from './cli-error'
import { print } from './print'

const LICENCE = 'AAMVA'

type Options = {
  type: SpecimenFormat | typeof LICENCE
  side: LicenceSide
  seed: string
  degrade: Degradation
  portrait?: string
  number?: string
  editNumber?: string
  out: string
  json?: string
}

/** `countersign specimen`: a made-up document of Utopia, as a photo of it would look. */
export function register(program: Command): void {
  program
    .command('specimen')
    .description(
      'Renders a made-up identity document of the fictitious state Utopia, marked SPECIMEN.',
    )
    .addOption(
      new Option('--type <type>', 'document format; AAMVA is a driving licence')
        .choices([...Object.keys(LAYOUTS), LICENCE])
        .default('TD3'),
    )
    .addOption(
      new Option('--side <side>', 'side of an AAMVA licence; its back has the barcode')
        .choices(['front', 'back'])
        .default('front'),
    )
    .option('--seed <number>', 'a whole number; equal seeds give equal documents', '1')
    .addOption(
      new Option('--degrade <level>', 'how hard the photo is to read')
        .choices(['none', 'light', 'phone', 'hard'])
        .default('phone'),
    )
    .option('--portrait <file>', 'JPEG or PNG of the holder; a silhouette without it')
    .option(
      '--number <number>',
      `the document number, such as ${Object.keys(SANDBOX_OUTCOMES).join(', ')}: with a test key those come out the same whatever the photo shows`,
    )
    .option(
      '--edit-number <number>',
      'print this document number under the old check digits, or on the front alone (AAMVA): a forgery',
    )
    .requiredOption('--out <file>', 'where the JPEG goes')
    .option('--json <file>', 'where the truth goes: lines, fields, places in the image')
    .action(async (options: Options) => writeSpecimen(options))
}

async function writeSpecimen(options: Options): Promise<void> {
  const seed = Number(options.seed)
  if (!Number.isSafeInteger(seed)) throw new CliError('--seed must be a whole number.')
  const { image, truth, lines } = await refusalsForPeople(() => render(options, seed))
  write(options.out, image)
  if (options.json !== undefined) write(options.json, `${JSON.stringify(truth, null, 2)}\n`)
  for (const line of lines) print(line)
}

/** The image, the truth, and the lines of the machine-readable zone or of the barcode. */
async function render(options: Options, seed: number) {
  const { type, side, portrait, degrade, number, editNumber } = options
  const today = new Date().toISOString().slice(0, 10)
  const request = {
    portrait: portrait === undefined ? null : readPortrait(portrait),
    seed,
    degrade,
    ...(editNumber !== undefined && { edit: { documentNumber: editNumber } }),
  }
  if (number !== undefined && !/^[A-Z0-9]{1,9}$/.test(number))
    throw new CliError('--number must be one to nine of A to Z and 0 to 9.')
  const numbered = number !== undefined && { documentNumber: number }
  if (type === LICENCE) {
    const licence = { ...inventLicence(createRandom(seed), today), ...numbered }
    const made = await renderLicence({ ...request, licence, side })
    return { ...made, lines: made.truth.barcodeText.split(/\p{Cc}+/u).filter(Boolean) }
  }
  if (side === 'back') throw new CliError(`Only --type ${LICENCE} has a back; leave out --side.`)
  const fields = { ...inventPerson(type, createRandom(seed), today), ...numbered }
  const made = await renderSpecimen({ ...request, format: type, fields })
  return { ...made, lines: made.truth.lines }
}

function readPortrait(file: string): Buffer {
  if (!existsSync(file)) throw new CliError(`${file}: no such file.`)
  return readFileSync(file)
}

async function refusalsForPeople<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) throw new CliError(error.message)
    throw error
  }
}

function write(file: string, content: string | Buffer): void {
  try {
    writeFileSync(file, content)
  } catch (cause) {
    throw new CliError(
      `${file}: cannot be written (${(cause as { code?: string }).code ?? 'error'}).`,
    )
  }
}
