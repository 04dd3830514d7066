import type { Command } from 'commander'
import type { Face, Faces } from '../deps'
import { type FacesReport, summarizeFaces } from '../evaluation/faces'
import {
  type FaceTrial,
  NO_SCORE,
  trialOfIdentities,
  trialOfPairs,
} from '../evaluation/faces-trials'
import { openVerification } from '../inference/face-verification'
import type { FaceTemplate } from '../vision/face-template'
import type { RgbImage } from '../vision/geometry'
import { CliError } from './cli-error'
import { enrol, type Picture, readIdentities, readPairs } from './enrol-faces'
import { evaluateCommand } from './evaluate-command'
import { TARGET_FALSE_MATCH_RATE } from './face-files'
import { print, printJson } from './print'

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

async function evaluate(pairs?: string, identities?: string): Promise<FacesReport> {
  const verification = openVerification()
  const threshold = verification.thresholdFor(TARGET_FALSE_MATCH_RATE)
  const score = (a: FaceTemplate | null, b: FaceTemplate | null) =>
    a === null || b === null ? NO_SCORE : verification.compare(a, b).logLikelihoodRatio
  if (pairs !== undefined && identities === undefined)
    return summarize(...(await runPairs(pairs, score, threshold)), threshold)
  if (identities !== undefined && pairs === undefined)
    return summarize(...(await runIdentities(identities, score, threshold)), threshold)
  throw new CliError('Give either --pairs or --identities.')
}

function summarize(trial: FaceTrial, cpuMs: number[], threshold: number): FacesReport {
  if (trial.scores.genuine.length === 0 || trial.scores.impostor.length === 0)
    throw new CliError('There must be pairs of one person and pairs of two; one kind is missing.')
  const peakRssMb = process.resourceUsage().maxRSS / 1024
  return summarizeFaces(trial, threshold, { cpuMs, peakRssMb })
}

type Score = (a: FaceTemplate | null, b: FaceTemplate | null) => number

const embed = (faces: Faces, image: RgbImage, face: Face) => faces.embed(image, face)

async function runPairs(
  csv: string,
  score: Score,
  threshold: number,
): Promise<[FaceTrial, number[]]> {
  const pairs = readPairs(csv)
  const { made, cpuMs } = await enrol(
    pairs.flatMap(({ a, b }) => [a, b]),
    embed,
  )
  const templateOf = ({ file }: Picture) => made.get(file) ?? null
  const scored = pairs.map(({ a, b, same, fold, labels }) => ({
    a: labels['a'] ?? '',
    b: labels['b'] ?? '',
    same,
    fold,
    score: score(templateOf(a), templateOf(b)),
  }))
  return [trialOfPairs(scored, threshold), cpuMs]
}

async function runIdentities(
  csv: string,
  score: Score,
  threshold: number,
): Promise<[FaceTrial, number[]]> {
  const pictures = readIdentities(csv)
  const { made, cpuMs } = await enrol(pictures, embed)
  const images = pictures.map(({ file, identity, path }) => ({
    identity,
    path,
    template: made.get(file) ?? null,
  }))
  return [trialOfIdentities(images, score, threshold), cpuMs]
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
  print(`threshold (log-likelihood ratio)   ${report.threshold.toFixed(3)}`)
  print(`false matches at the threshold     ${report.fmrAtThreshold.toExponential(2)}`)
  line('false non-matches at the threshold', 'fnmrAtThreshold', report.fnmrAtThreshold)
  print(`processor time per image, median   ${report.cpuMsMedian.toFixed(1)} ms`)
  print(`peak memory                        ${report.peakRssMb.toFixed(0)} MB`)
  for (const { a, b, same, score } of report.wrong)
    print(`${same ? 'missed ' : 'matched'} ${score.toFixed(3)} ${a} ${b}`)
}
