import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { AppError } from '../errors'
import { type FalseMatchTable, falseMatchRate, thresholdFor } from '../vision/face-calibration'
import {
  type FaceTemplate,
  logLikelihoodRatio,
  toTemplate,
  type VerificationModel,
} from '../vision/face-template'
import { DEFAULT_FACE_MODEL, FACE_MODELS, type FaceModelName } from './face-models'
import { modelPath, modelRef } from './model-files'

/** A trained back end as it is kept: what `countersign train faces` writes and the server reads. */
export type VerificationFile = z.infer<typeof FILE>

const vector = (count: number) =>
  z.base64().transform((text, context) => {
    const bytes = Buffer.from(text, 'base64')
    if (bytes.length !== 4 * count) context.addIssue(`must be ${count} numbers of 4 bytes`)
    const aligned = Uint8Array.from(bytes.subarray(0, 4 * count))
    return new Float32Array(aligned.buffer, 0, Math.floor(aligned.length / 4))
  })

const FILE = z.object({
  kind: z.literal('countersign face verification'),
  version: z.literal(1),
  embedding: z.object({ name: z.string(), sha256: z.string() }),
  mean: z.string(),
  basis: z.string(),
  biasWeights: z.string(),
  magnitudeWeight: z.number(),
  offset: z.number(),
  /** Calibrated log-likelihood ratio, upper bound of the false match rate. */
  falseMatchRates: z.array(z.tuple([z.number(), z.number()])).min(2),
  fittedOn: z.record(z.string(), z.unknown()),
})

/** The model in a file, of embeddings with so many numbers. */
const modelOf = (numbers: number) =>
  z.object({
    mean: vector(numbers),
    basis: vector(numbers * numbers),
    biasWeights: vector(numbers),
    magnitudeWeight: z.number(),
    offset: z.number(),
  })

/** Joins two embeddings into one verdict: how much likelier one person is, and how many strangers look as alike. */
export type FaceVerification = {
  toTemplate(embedding: Float32Array): FaceTemplate
  compare(a: FaceTemplate, b: FaceTemplate): { logLikelihoodRatio: number; falseMatchRate: number }
  /** The log-likelihood ratio that this share of strangers reaches; Infinity where the data do not show it. */
  thresholdFor(falseMatchRate: number): number
}

/**
 * The back end in a file, or the one that ships for this face model.
 * @throws AppError INVALID when the file cannot be read, is no back end, or was trained on another network's embeddings
 */
export function openVerification(
  faceModel: FaceModelName = DEFAULT_FACE_MODEL,
  path = modelPath(FACE_MODELS[faceModel].verification),
): FaceVerification {
  const { model, table } = parse(faceModel, path)
  return {
    toTemplate: (embedding) => toTemplate(model, embedding),
    compare: (a, b) => {
      const ratio = logLikelihoodRatio(model, a, b)
      return { logLikelihoodRatio: ratio, falseMatchRate: falseMatchRate(table, ratio) }
    },
    thresholdFor: (rate) => thresholdFor(table, rate),
  }
}

function parse(
  faceModel: FaceModelName,
  path: string,
): { model: VerificationModel; table: FalseMatchTable } {
  const file = FILE.safeParse(readJson(path))
  if (!file.success) throw refused(path, `is no back end: ${z.prettifyError(file.error)}`)
  const { embedding, falseMatchRates } = file.data
  const network = embeddingRef(faceModel)
  if (embedding.sha256 !== network.sha256)
    throw refused(
      path,
      `was trained on another network (${embedding.name}) than the one in use (${network.name}). Train it again.`,
    )
  const model = modelOf(numbersOf(faceModel)).safeParse(file.data)
  if (!model.success) throw refused(path, `is damaged: ${z.prettifyError(model.error)}`)
  return { model: model.data, table: falseMatchRates }
}

/** Names and hashes of all networks that the embeddings are made by. */
function embeddingRef(faceModel: FaceModelName) {
  const refs = FACE_MODELS[faceModel].networks.map(({ name }) => modelRef(name))
  const joined = (key: 'name' | 'sha256') => refs.map((ref) => ref[key]).join('+')
  return { name: joined('name'), sha256: joined('sha256') }
}

function numbersOf(faceModel: FaceModelName): number {
  return FACE_MODELS[faceModel].networks.reduce((sum, { numbers }) => sum + numbers, 0)
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw refused(path, `cannot be read: ${(error as Error).message}`)
  }
}

function refused(path: string, why: string): AppError {
  return new AppError('INVALID', `The face verification back end ${path} ${why}`)
}

/** The file of a back end trained on this face model. `fittedOn`: how it was made, for whoever reads it. */
export function verificationFile(
  faceModel: FaceModelName,
  model: VerificationModel,
  falseMatchRates: FalseMatchTable,
  fittedOn: Record<string, unknown>,
): VerificationFile {
  return {
    kind: 'countersign face verification',
    version: 1,
    embedding: embeddingRef(faceModel),
    fittedOn,
    magnitudeWeight: model.magnitudeWeight,
    offset: model.offset,
    falseMatchRates: falseMatchRates.map(([score, rate]) => [score, rate]),
    mean: base64(model.mean),
    biasWeights: base64(model.biasWeights),
    basis: base64(model.basis),
  }
}

function base64(numbers: Float32Array): string {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64')
}
