import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import type { Face, Faces } from '../deps'
import type { DocumentPhoto } from '../evaluation/document-portrait'
import { type FacesReport, pointsLost, summarizeFaces } from '../evaluation/faces'
import {
  type FaceTrial,
  NO_SCORE,
  trialOfIdentities,
  trialOfPairs,
} from '../evaluation/faces-trials'
import type { FaceModelName } from '../inference/face-models'
import { createFaces } from '../inference/faces'
import { protectTemplates, type TemplateProtection } from '../trust/protect-template'
import type { FaceTemplate } from '../vision/face-template'
import type { RgbImage } from '../vision/geometry'
import { CliError } from './cli-error'
import { onDocument, type PhotoOptions, photoOf, withPhotoOptions } from './document-photos'
import { enrol, ofOneList, type PicturePair, readIdentities, readPairs } from './enrol-faces'
import { evaluateCommand } from './evaluate-command'
import { TARGET_FALSE_MATCH_RATE } from './face-files'
import { faceModelOption, warnOfModel } from './face-model-option'
import { type PortraitReport, printFacesReport } from './faces-report'
import { printJson } from './print'

/** `countersign evaluate faces`: how well faces are told apart, on labelled pairs or on all images of known people. */
export function register(program: Command): void {
  const command = evaluateCommand(program)
    .command('faces')
    .description(
      'Measures face verification. A pair in which a face is not found counts as a non-match.',
    )
    .option(
      '--pairs <csv>',
      'columns a,b,same (1 or 0), optionally fold; paths relative to the file',
    )
    .option('--identities <csv>', 'columns identity,path: every image against every other')
    .addOption(faceModelOption())
    .option('--back-end <file>', 'a verification back end from `train faces` instead of ours')
    .option('--protected', 'compare templates protected by a key of chance, as they are kept')
    .option('--json', 'print one JSON object with 95 % intervals and the wrong pairs')
  withPhotoOptions(command).action(async (options: Options) => {
    warnOfModel(options.model)
    const report = await evaluate(options)
    if (options.json) printJson(report)
    else printFacesReport(report)
  })
}

type Options = PhotoOptions & {
  pairs?: string
  identities?: string
  model: FaceModelName
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

type Report = FacesReport & { model: FaceModelName; portraits?: PortraitReport }

async function evaluate(options: Options): Promise<Report> {
  const matcher = matcherOf(options)
  const photo = photoOf(options)
  const { model } = options
  return ofOneList(
    options,
    async (csv) => ({ model, ...(await reportOnPairs(csv, matcher, photo)) }),
    async (csv) => {
      if (photo) throw new CliError('--portrait-height asks for --pairs: a is the document.')
      return { model, ...(await reportOnIdentities(csv, matcher)) }
    },
  )
}

function matcherOf({ model, backEnd, protected: isProtected }: Options): Matcher {
  const faces = createFaces({ model, ...(backEnd && { backEnd }) })
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

async function reportOnPairs(csv: string, matcher: Matcher, photo: DocumentPhoto | null) {
  const { faces, embed, threshold } = matcher
  const pairs = readPairs(csv)
  const pictures = pairs.flatMap(({ a, b }) => [a, b])
  const clean = await enrol(pictures, embed, faces)
  const trial = pairTrial(pairs, matcher, clean.made, clean.made)
  const report = summarize(trial, clean.cpuMs, threshold)
  if (photo === null) return report
  const documents = pairs.map(({ a }) => a)
  const onCards = await enrol(documents, embed, faces, onDocument(photo))
  const degraded = pairTrial(pairs, matcher, onCards.made, clean.made)
  const figures = summarize(degraded, onCards.cpuMs, threshold)
  return {
    ...report,
    portraits: { ...photo, ...figures, pointsLost: pointsLost(figures, report) },
  }
}

type Templates = Map<string, FaceTemplate | null>

function pairTrial(
  pairs: PicturePair[],
  { score, threshold }: Matcher,
  documents: Templates,
  selfies: Templates,
): FaceTrial {
  const scored = pairs.map(({ a, b, same, fold, labels }) => ({
    a: labels['a'] ?? '',
    b: labels['b'] ?? '',
    same,
    fold,
    score: score(documents.get(a.file) ?? null, selfies.get(b.file) ?? null),
  }))
  return trialOfPairs(scored, threshold)
}

async function reportOnIdentities(csv: string, matcher: Matcher): Promise<FacesReport> {
  const { faces, embed, score, threshold } = matcher
  const pictures = readIdentities(csv)
  const { made, cpuMs } = await enrol(pictures, embed, faces)
  const images = pictures.map(({ file, identity, path }) => ({
    identity,
    path,
    template: made.get(file) ?? null,
  }))
  return summarize(trialOfIdentities(images, score, threshold), cpuMs, threshold)
}
