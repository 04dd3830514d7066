import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import type { Face, Faces } from '../deps'
import { type FacesReport, summarizeFaces } from '../evaluation/faces'
import {
  type FaceTrial,
  NO_SCORE,
  trialOfIdentities,
  trialOfPairs,
} from '../evaluation/faces-trials'
import { createFaces } from '../inference/faces'
import { protectTemplates, type TemplateProtection } from '../trust/protect-template'
import type { FaceTemplate } from '../vision/face-template'
import type { RgbImage } from '../vision/geometry'
import { CliError } from './cli-error'
import { enrol, ofOneList, type Picture, readIdentities, readPairs } from './enrol-faces'
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
    .option('--back-end <file>', 'a verification back end from `train faces` instead of ours')
    .option('--protected', 'compare templates protected by a key of chance, as they are kept')
    .option('--json', 'print one JSON object with 95 % intervals and the wrong pairs')
    .action(async (options: Options) => {
      const report = await evaluate(options)
      if (options.json) printJson(report)
      else printReport(report)
    })
}

type Options = {
  pairs?: string
  identities?: string
  backEnd?: string
  protected?: true
  json?: boolean
}

/** How faces are enrolled and compared in one evaluation. */
type Matcher = {
  faces: Faces
  embed(image: RgbImage, face: Face): Promise<FaceTemplate>
  score(a: FaceTemplate | null, b: FaceTemplate | null): number
  threshold: number
}

async function evaluate(options: Options): Promise<FacesReport> {
  const matcher = matcherOf(options)
  const [trial, cpuMs] = await ofOneList(
    options,
    (csv) => runPairs(csv, matcher),
    (csv) => runIdentities(csv, matcher),
  )
  return summarize(trial, cpuMs, matcher.threshold)
}

function matcherOf({ backEnd, protected: isProtected }: Options): Matcher {
  const faces = createFaces(backEnd)
  let protect: TemplateProtection | undefined
  return {
    faces,
    embed: async (image, face) => {
      const template = await faces.embed(image, face)
      if (!isProtected) return template
      protect ??= protectTemplates(randomBytes(32), template.vector.length)
      return protect(template)
    },
    score: (a, b) => (a === null || b === null ? NO_SCORE : faces.compare(a, b).logLikelihoodRatio),
    threshold: faces.thresholdFor(TARGET_FALSE_MATCH_RATE),
  }
}

function summarize(trial: FaceTrial, cpuMs: number[], threshold: number): FacesReport {
  if (trial.scores.genuine.length === 0 || trial.scores.impostor.length === 0)
    throw new CliError('There must be pairs of one person and pairs of two; one kind is missing.')
  const peakRssMb = process.resourceUsage().maxRSS / 1024
  return summarizeFaces(trial, threshold, { cpuMs, peakRssMb })
}

async function runPairs(csv: string, matcher: Matcher): Promise<[FaceTrial, number[]]> {
  const { faces, embed, score, threshold } = matcher
  const pairs = readPairs(csv)
  const pictures = pairs.flatMap(({ a, b }) => [a, b])
  const { made, cpuMs } = await enrol(pictures, embed, faces)
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

async function runIdentities(csv: string, matcher: Matcher): Promise<[FaceTrial, number[]]> {
  const { faces, embed, score, threshold } = matcher
  const pictures = readIdentities(csv)
  const { made, cpuMs } = await enrol(pictures, embed, faces)
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
