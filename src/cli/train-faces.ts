import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import {
  equalErrorRate,
  falseMatches,
  falseNonMatches,
  type Scores,
  trueAccepts,
} from '../evaluation/verification'
import { embedFace } from '../inference/face-embedding'
import { FACE_MODELS, type FaceModelName } from '../inference/face-models'
import { verificationFile } from '../inference/face-verification'
import {
  type LabelledPair,
  PARTS,
  type TrainedVerification,
  trainVerification,
} from '../training/train-verification'
import type { LabelledEmbedding } from '../training/two-covariance'
import { thresholdFor } from '../vision/face-calibration'
import { CliError } from './cli-error'
import { enrol, ofOneList, type Picture, readIdentities, readPairs } from './enrol-faces'
import { TARGET_FALSE_MATCH_RATE } from './face-files'
import { faceModelOption, warnOfModel } from './face-model-option'
import { groupPeople } from './group-people'
import { print, printJson } from './print'

type Options = {
  pairs?: string
  identities?: string
  model: FaceModelName
  out: string
  json?: boolean
}

/** `countersign train faces`: fits the verification back end on faces of one's own. */
export function register(program: Command): void {
  program
    .command('train')
    .description('Fit a part of the system on labelled files.')
    .command('faces')
    .description(
      'Fits and calibrates the back end that joins two face embeddings (two-covariance model, cross-validated by ' +
        'person). The server uses the file when FACE_VERIFICATION names it.',
    )
    .option('--pairs <csv>', 'columns a,b,same (1 or 0); paths relative to the file')
    .option('--identities <csv>', 'columns identity,path: every image against every other')
    .addOption(faceModelOption())
    .requiredOption('--out <file>', 'where the back end goes (JSON)')
    .option('--json', 'print one JSON object')
    .action(async ({ out, json, model, ...lists }: Options) => {
      warnOfModel(model)
      const { samples, labelled } = await ofOneList(
        lists,
        (csv) => samplesOfPairs(csv, model),
        (csv) => samplesOfIdentities(csv, model),
      )
      assertEnough(samples)
      const trained = trainVerification(samples, labelled, blocksOf(model))
      const summary = summarize(samples, trained)
      const file = verificationFile(model, trained.model, trained.falseMatchRates, summary)
      writeFileSync(out, `${JSON.stringify(file, null, 1)}\n`)
      if (json) printJson({ out, ...summary })
      else printSummary(out, summary)
    })
}

function blocksOf(model: FaceModelName): number[] {
  return FACE_MODELS[model].networks.map(({ numbers }) => numbers)
}

type Samples = { samples: LabelledEmbedding[]; labelled?: LabelledPair[] }

async function samplesOfIdentities(csv: string, model: FaceModelName): Promise<Samples> {
  const pictures = readIdentities(csv)
  const found = await embedAll(pictures, model)
  return {
    samples: pictures.flatMap(({ file, identity }) => {
      const embedding = found.get(file)
      return embedding ? [{ person: identity, embedding }] : []
    }),
  }
}

/** Who is who follows from the pairs of one person; a pair without both faces is left out. */
async function samplesOfPairs(csv: string, model: FaceModelName): Promise<Samples> {
  const pairs = readPairs(csv)
  const found = await embedAll(
    pairs.flatMap(({ a, b }) => [a, b]),
    model,
  )
  const files = [...found.keys()].filter((file) => found.get(file) != null)
  const people = groupPeople(
    files,
    pairs.filter(({ same }) => same).map(({ a, b }) => [a.file, b.file]),
  )
  const contradiction = pairs.find(
    ({ a, b, same }) => !same && people.has(a.file) && people.get(a.file) === people.get(b.file),
  )
  if (contradiction)
    throw new CliError(
      `${contradiction.a.name}: the pairs say both that the two are one person and that they are not.`,
    )
  const places = new Map(files.map((file, index) => [file, index]))
  return {
    samples: files.flatMap((file) => {
      const embedding = found.get(file)
      return embedding ? [{ person: people.get(file) ?? file, embedding }] : []
    }),
    labelled: pairs.flatMap(({ a, b, same }) => {
      const [left, right] = [places.get(a.file), places.get(b.file)]
      return left === undefined || right === undefined ? [] : [{ a: left, b: right, same }]
    }),
  }
}

async function embedAll(pictures: Picture[], model: FaceModelName) {
  const { made } = await enrol(pictures, (image, face) => embedFace(image, face.landmarks, model))
  return made
}

/** Fewer people show too little of how faces differ. */
const LEAST_PEOPLE = 50

/** @throws CliError when too few people are seen more than once */
function assertEnough(samples: LabelledEmbedding[]): void {
  const counts = new Map<string, number>()
  for (const { person } of samples) counts.set(person, (counts.get(person) ?? 0) + 1)
  const often = [...counts.values()].filter((count) => count > 1).length
  if (often < LEAST_PEOPLE)
    throw new CliError(
      `Only ${often} people have two pictures with a face or more; at least ${LEAST_PEOPLE} are needed, some hundreds make sense.`,
    )
}

type Summary = ReturnType<typeof summarize>

function summarize(
  samples: LabelledEmbedding[],
  { held, falseMatchRates, model }: TrainedVerification,
) {
  const sorted = (wanted: boolean) =>
    Float32Array.from(held.flatMap(({ score, same }) => (same === wanted ? [score] : []))).sort()
  const scores: Scores = { genuine: sorted(true), impostor: sorted(false) }
  const threshold = thresholdFor(falseMatchRates, TARGET_FALSE_MATCH_RATE)
  return {
    images: samples.length,
    people: new Set(samples.map(({ person }) => person)).size,
    dimensions: model.mean.length,
    crossValidation: {
      parts: PARTS,
      genuine: scores.genuine.length,
      impostor: scores.impostor.length,
      equalErrorRate: equalErrorRate(scores),
      trueAcceptsAt1e3: trueAccepts(scores, 1e-3).rate,
      trueAcceptsAt1e4: trueAccepts(scores, 1e-4).rate,
      falseMatchRate: falseMatches(scores, threshold).rate,
      falseNonMatchRate: falseNonMatches(scores, threshold).rate,
    },
    targetFalseMatchRate: TARGET_FALSE_MATCH_RATE,
    threshold: Number.isFinite(threshold) ? threshold : null,
    leastFalseMatchRate: falseMatchRates.at(-1)?.[1] ?? 1,
  }
}

function printSummary(out: string, summary: Summary): void {
  const { crossValidation: held, threshold } = summary
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  print(`images                             ${summary.images} of ${summary.people} people`)
  print(`held-out pairs                     ${held.genuine} of one person, ${held.impostor} of two`)
  print(`equal error rate                   ${percent(held.equalErrorRate)}`)
  print(`true accepts at false accepts 1e-3 ${percent(held.trueAcceptsAt1e3)}`)
  print(`true accepts at false accepts 1e-4 ${percent(held.trueAcceptsAt1e4)}`)
  if (threshold === null)
    print(
      `threshold                          none: so few strangers show a false match rate of ${summary.leastFalseMatchRate.toExponential(1)} at best, and ${TARGET_FALSE_MATCH_RATE} is wanted. With this file nobody matches at it.`,
    )
  else {
    print(`threshold for ${TARGET_FALSE_MATCH_RATE}               ${threshold.toFixed(2)}`)
    print(`false matches at the threshold     ${held.falseMatchRate.toExponential(2)}`)
    print(`false non-matches at the threshold ${percent(held.falseNonMatchRate)}`)
  }
  print(`written                            ${out}`)
}
