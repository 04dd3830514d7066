import type { Command } from 'commander'
import type { Faces, Images } from '../deps'
import { type FacesReport, summarizeFaces } from '../evaluation/faces'
import {
  type FaceTrial,
  scoreOf,
  trialOfIdentities,
  trialOfPairs,
} from '../evaluation/faces-trials'
import { createFaces } from '../inference/faces'
import { createImages } from '../inference/images'
import { thresholdFor } from '../vision/face-calibration'
import { CliError } from './cli-error'
import { evaluateCommand } from './evaluate-command'
import { cpuMsSince, readPicture, TARGET_FALSE_MATCH_RATE } from './face-files'
import { print, printJson, progress } from './print'
import { type CsvRow, pathIn, readCsv } from './read-csv'

/** `countersign evaluate faces`: how well faces are told apart, on labelled pairs or on all images of known people. */
export function register(program: Command): void {
  evaluateCommand(program)
    .command('faces')
    .description(
      'Measures face verification. A pair in which a face is not found counts as a non-match.',
    )
    .option(
      '--pairs <csv>',
      'columns a,b,same (1 or 0), optionally fold; paths relative to the file',
    )
    .option('--identities <csv>', 'columns identity,path: every image against every other')
    .option('--json', 'print one JSON object with 95 % intervals and the wrong pairs')
    .action(async ({ pairs, identities, json }: Options) => {
      const report = await evaluate(pairs, identities)
      if (json) printJson(report)
      else printReport(report)
    })
}

type Options = { pairs?: string; identities?: string; json?: boolean }
type Template = Float32Array | null
type Picture = { file: string; name: string }
type Enrolled = { templates: Map<string, Template>; cpuMs: number[] }

async function evaluate(pairs?: string, identities?: string): Promise<FacesReport> {
  const threshold = thresholdFor(TARGET_FALSE_MATCH_RATE)
  if (pairs !== undefined && identities === undefined)
    return summarize(...(await runPairs(pairs, threshold)), threshold)
  if (identities !== undefined && pairs === undefined)
    return summarize(...(await runIdentities(identities, threshold)), threshold)
  throw new CliError('Give either --pairs or --identities.')
}

function summarize(trial: FaceTrial, cpuMs: number[], threshold: number): FacesReport {
  if (trial.scores.genuine.length === 0 || trial.scores.impostor.length === 0)
    throw new CliError('There must be pairs of one person and pairs of two; one kind is missing.')
  const peakRssMb = process.resourceUsage().maxRSS / 1024
  return summarizeFaces(trial, threshold, { cpuMs, peakRssMb })
}

async function runPairs(csv: string, threshold: number): Promise<[FaceTrial, number[]]> {
  const pairs = readCsv(csv, ['a', 'b', 'same'], ['fold']).map((row) => ({
    a: picture(csv, row, 'a'),
    b: picture(csv, row, 'b'),
    same: truthOf(csv, row),
    fold: row.values['fold'] ?? '',
    labels: row.values,
  }))
  const { templates, cpuMs } = await enrol(pairs.flatMap(({ a, b }) => [a, b]))
  const templateOf = ({ file }: Picture) => templates.get(file) ?? null
  const scored = pairs.map(({ a, b, same, fold, labels }) => ({
    a: labels['a'] ?? '',
    b: labels['b'] ?? '',
    same,
    fold,
    score: scoreOf(templateOf(a), templateOf(b)),
  }))
  return [trialOfPairs(scored, threshold), cpuMs]
}

async function runIdentities(csv: string, threshold: number): Promise<[FaceTrial, number[]]> {
  const rows = readCsv(csv, ['identity', 'path'])
  const pictures = rows.map((row) => ({
    ...picture(csv, row, 'path'),
    identity: identityOf(csv, row),
  }))
  const { templates, cpuMs } = await enrol(pictures)
  const images = pictures.map(({ file, identity }, index) => ({
    identity,
    path: rows[index]?.values['path'] ?? '',
    template: templates.get(file) ?? null,
  }))
  return [trialOfIdentities(images, threshold), cpuMs]
}

function picture(csv: string, row: CsvRow, column: string): Picture {
  const file = pathIn(csv, row, column)
  return { file, name: `${csv} line ${row.line}: ${row.values[column] ?? ''}` }
}

const TRUTHS = new Map([
  ['1', true],
  ['true', true],
  ['yes', true],
  ['0', false],
  ['false', false],
  ['no', false],
])

function truthOf(csv: string, { line, values }: CsvRow): boolean {
  const truth = TRUTHS.get((values['same'] ?? '').toLowerCase())
  if (truth === undefined)
    throw new CliError(`${csv} line ${line}: same is "${values['same']}"; it must be 1 or 0.`)
  return truth
}

function identityOf(csv: string, { line, values }: CsvRow): string {
  const identity = values['identity'] ?? ''
  if (identity === '') throw new CliError(`${csv} line ${line}: identity is empty.`)
  return identity
}

/** The template of every picture, each read once. Times: finding the main face and embedding it, after decoding. */
async function enrol(pictures: Picture[]): Promise<Enrolled> {
  const distinct = [...new Map(pictures.map((item) => [item.file, item])).values()]
  const images = createImages()
  const faces = createFaces()
  const enrolled: Enrolled = { templates: new Map(), cpuMs: [] }
  const bar = progress('Reading', distinct.length)
  try {
    for (const item of distinct) {
      await enrolOne(item, images, faces, enrolled)
      bar.step()
    }
  } finally {
    bar.stop()
    await images.close()
  }
  return enrolled
}

async function enrolOne({ file, name }: Picture, images: Images, faces: Faces, to: Enrolled) {
  const image = await readPicture(images, file, name)
  const start = process.cpuUsage()
  const [main] = await faces.find(image)
  to.templates.set(file, main ? await faces.embed(image, main) : null)
  to.cpuMs.push(cpuMsSince(start))
}

function printReport(report: FacesReport): void {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  const line = (label: string, name: string, share: number) => {
    const { low = 0, high = 0 } = report.intervals[name] ?? {}
    print(`${label.padEnd(34)} ${percent(share)} (${percent(low)} to ${percent(high)})`)
  }
  print(
    `pairs                              ${report.pairs}: ${report.genuine} of one person, ${report.impostor} of two`,
  )
  print(`pairs without a face               ${report.failuresToAcquire}`)
  line(`accuracy over ${report.folds} folds`, 'accuracy10Fold', report.accuracy10Fold)
  line('equal error rate', 'eer', report.eer)
  for (const [far, tar] of Object.entries(report.tarAtFar))
    line(`true accepts at false accepts ${far}`, `tarAtFar ${far}`, tar)
  print(`threshold (cosine)                 ${report.threshold.toFixed(3)}`)
  print(`false matches at the threshold     ${report.fmrAtThreshold.toExponential(2)}`)
  line('false non-matches at the threshold', 'fnmrAtThreshold', report.fnmrAtThreshold)
  print(`processor time per image, median   ${report.cpuMsMedian.toFixed(1)} ms`)
  print(`peak memory                        ${report.peakRssMb.toFixed(0)} MB`)
  for (const { a, b, same, score } of report.wrong)
    print(`${same ? 'missed ' : 'matched'} ${score.toFixed(3)} ${a} ${b}`)
}
