import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { AppError } from '../errors'
import { createRandom } from '../specimens/random'
import { type Degradation, renderSpecimen } from '../specimens/render-specimen'
import { LAYOUTS, type SpecimenFormat } from '../specimens/specimen-layout'
import { inventPerson } from '../specimens/specimen-person'
import { CliError } from './cli-error'
import { print } from './print'

type Options = {
  type: SpecimenFormat
  seed: string
  degrade: Degradation
  portrait?: string
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
      new Option('--type <type>', 'document format').choices(Object.keys(LAYOUTS)).default('TD3'),
    )
    .option('--seed <number>', 'a whole number; equal seeds give equal documents', '1')
    .addOption(
      new Option('--degrade <level>', 'how hard the photo is to read')
        .choices(['none', 'light', 'phone', 'hard'])
        .default('phone'),
    )
    .option('--portrait <file>', 'JPEG or PNG of the holder; a silhouette without it')
    .option(
      '--edit-number <number>',
      'print this document number under the old check digits: a forgery',
    )
    .requiredOption('--out <file>', 'where the JPEG goes')
    .option('--json <file>', 'where the truth goes: lines, fields, places in the image')
    .action(async (options: Options) => writeSpecimen(options))
}

async function writeSpecimen(options: Options): Promise<void> {
  const seed = Number(options.seed)
  if (!Number.isSafeInteger(seed)) throw new CliError('--seed must be a whole number.')
  const today = new Date().toISOString().slice(0, 10)
  const request = {
    format: options.type,
    fields: inventPerson(options.type, createRandom(seed), today),
    portrait: options.portrait === undefined ? null : readPortrait(options.portrait),
    seed,
    degrade: options.degrade,
    ...(options.editNumber !== undefined && { edit: { documentNumber: options.editNumber } }),
  }
  const { image, truth } = await render(request)
  write(options.out, image)
  if (options.json !== undefined) write(options.json, `${JSON.stringify(truth, null, 2)}\n`)
  for (const line of truth.lines) print(line)
}

function readPortrait(file: string): Buffer {
  if (!existsSync(file)) throw new CliError(`${file}: no such file.`)
  return readFileSync(file)
}

async function render(request: Parameters<typeof renderSpecimen>[0]) {
  try {
    return await renderSpecimen(request)
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
