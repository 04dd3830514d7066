import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { z } from 'zod'
import { DEFAULT_POLICY } from '../decision/policy'
import { accuracyCard, type Card, type CardFaces, type CardFit } from '../evaluation/accuracy-card'
import { modelPath } from '../inference/models'
import { packageRoot } from '../package-root'
import { VERSION } from '../version'
import { cardModels } from './card-models'
import { CliError } from './cli-error'
import { readIdentities, readPairs } from './enrol-faces'
import { print } from './print'

type Options = {
  pairs?: string
  identities?: string
  liveness?: string
  mrz?: string
  pairsReport?: string
  identitiesReport?: string
  livenessReport?: string
  mrzReport?: string
  out: string
}

/** `countersign card`, as `npm run card`: writes the accuracy card from evaluations on labelled files. */
export function register(program: Command): void {
  program
    .command('card')
    .description(
      'Write the accuracy card: runs the evaluations whose data is given, and says of the others that they were left out. ' +
        'With a report saved from `evaluate … --json` an evaluation is not run again.',
    )
    .option('--pairs <csv>', 'as for `evaluate faces --pairs`')
    .option('--identities <csv>', 'as for `evaluate faces --identities`')
    .option('--liveness <csv>', 'as for `evaluate liveness --manifest`')
    .option('--mrz <csv>', 'as for `evaluate mrz --manifest`')
    .option('--pairs-report <json>', 'the saved report of --pairs')
    .option('--identities-report <json>', 'the saved report of --identities')
    .option('--liveness-report <json>', 'the saved report of --liveness')
    .option('--mrz-report <json>', 'the saved report of --mrz')
    .option('--out <file>', 'where to write it', join('docs', 'accuracy.md'))
    .action((options: Options) => {
      writeFileSync(options.out, accuracyCard(cardOf(options)))
      print(`${options.out} is written.`)
    })
}

function cardOf(options: Options): Card {
  const fit = fitOf()
  const seen = seenOf(options, fit)
  const faces = (report: unknown, isSeen: boolean): CardFaces | null =>
    report === null ? null : { report: report as CardFaces['report'], seen: isSeen }
  const { pairs, identities, liveness, mrz } = options
  return {
    date: new Date().toISOString().slice(0, 10),
    codeVersion: VERSION,
    policyVersion: DEFAULT_POLICY.version,
    models: cardModels(),
    fit,
    pairs: faces(reportOf(['faces', '--pairs'], pairs, options.pairsReport), seen.pairs),
    identities: faces(
      reportOf(['faces', '--identities'], identities, options.identitiesReport),
      seen.identities,
    ),
    liveness: reportOf(['liveness', '--manifest'], liveness, options.livenessReport),
    mrz: reportOf(['mrz', '--manifest'], mrz, options.mrzReport),
  }
}

/**
 * What `evaluate` says of a list: the saved report, or that of a run in a process of its own, whose progress shows.
 * Null when neither is given.
 * @throws CliError when the run fails; it has told why
 */
function reportOf<T>(what: string[], csv?: string, saved?: string): T | null {
  if (saved !== undefined) return JSON.parse(readFileSync(saved, 'utf8')) as T
  const name = what.join(' ')
  if (csv === undefined) {
    process.stderr.write(`evaluate ${name}: left out, no data given.\n`)
    return null
  }
  process.stderr.write(`evaluate ${name} ${csv} ...\n`)
  const program = join(packageRoot(), 'dist', 'src', 'cli', 'main.js')
  const { status, stdout } = spawnSync(
    process.execPath,
    [program, 'evaluate', ...what, csv, '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 28 },
  )
  if (status !== 0) throw new CliError(`evaluate ${name} failed.`)
  return JSON.parse(stdout) as T
}

const FIT = z.object({
  images: z.number(),
  people: z.number(),
  crossValidation: z
    .object({
      parts: z.number(),
      genuine: z.number(),
      impostor: z.number(),
      equalErrorRate: z.number(),
      trueAcceptsAt1e3: z.number(),
      trueAcceptsAt1e4: z.number(),
      falseMatchRate: z.number(),
      falseNonMatchRate: z.number(),
    })
    .optional(),
})

/** What the shipped back end tells of its fitting; null where it tells something else. */
function fitOf(): CardFit | null {
  const file: unknown = JSON.parse(readFileSync(modelPath('face-verification'), 'utf8'))
  return z.object({ fittedOn: FIT }).safeParse(file).data?.fittedOn ?? null
}

/**
 * Whether lists are what the back end was fitted on: people with as many pictures and as many people; pairs, when all
 * their pictures are among these.
 */
function seenOf({ pairs, identities }: Options, fit: CardFit | null) {
  if (identities === undefined) return { pairs: false, identities: false }
  const list = readIdentities(identities)
  const people = new Set(list.map(({ identity }) => identity)).size
  const isFit = list.length === fit?.images && people === fit.people
  const files = new Set(list.map(({ file }) => resolve(file)))
  const among =
    pairs !== undefined &&
    readPairs(pairs).every(({ a, b }) => files.has(resolve(a.file)) && files.has(resolve(b.file)))
  return { pairs: isFit && among, identities: isFit }
}
