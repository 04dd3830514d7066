import type { FalseMatchTable } from '../vision/face-calibration'
import {
  type FaceTemplate,
  logLikelihoodRatio,
  toTemplate,
  type VerificationModel,
} from '../vision/face-template'
import { calibrate, calibrated } from './calibrate'
import { type ImpostorScores, matchTable } from './match-table'
import { fitTwoCovariance, type LabelledEmbedding } from './two-covariance'

/** Which embeddings (by their places in the list) were compared, and whether they are one person. */
export type LabelledPair = { a: number; b: number; same: boolean }

/** A calibrated log-likelihood ratio and whether the two are one person. */
export type HeldScore = { score: number; same: boolean }

export type TrainedVerification = {
  model: VerificationModel
  falseMatchRates: FalseMatchTable
  /** Scores of people the model was not fitted on, calibrated. */
  held: HeldScore[]
}

/** Into how many parts the people are dealt. */
export const PARTS = 5

/**
 * Fits the verification back end on all samples. Its calibration and its false match rates are from cross validation by
 * person: each pair is scored by a model fitted without either person's part. Without `pairs`, everybody is compared
 * with everybody of their part. `blocks`: see `fitTwoCovariance`.
 */
export function trainVerification(
  samples: LabelledEmbedding[],
  pairs: LabelledPair[] = pairsWithinParts(samples),
  blocks?: number[],
): TrainedVerification {
  const people = peopleNumbers(samples)
  const lengths = samples.map(({ embedding }) => Math.log(Math.hypot(...embedding)))
  const scores = crossScores(samples, people, pairs, blocks)
  const scored = pairs.map(({ a, b, same }, index) => ({
    score: scores[index] ?? 0,
    magnitude: (lengths[a] ?? 0) + (lengths[b] ?? 0),
    same,
  }))
  const calibration = calibrate(scored)
  const { scale, magnitudeWeight, offset } = calibration
  const held = scored.map(({ score, magnitude, same }) => ({
    score: scale * score + magnitudeWeight * magnitude + offset,
    same,
  }))
  return {
    model: calibrated(fitTwoCovariance(samples, blocks), calibration),
    falseMatchRates: matchTable(impostorsOf(held, pairs, people)),
    held,
  }
}

/** The number of each sample's person, in the order in which people first appear. */
function peopleNumbers(samples: LabelledEmbedding[]): number[] {
  const numbers = new Map<string, number>()
  return samples.map(({ person }) => {
    const known = numbers.get(person)
    if (known !== undefined) return known
    numbers.set(person, numbers.size)
    return numbers.size - 1
  })
}

function pairsWithinParts(samples: LabelledEmbedding[]): LabelledPair[] {
  const people = peopleNumbers(samples)
  const pairs: LabelledPair[] = []
  for (let a = 0; a < samples.length; a++)
    for (let b = a + 1; b < samples.length; b++)
      if (partOf(people[a]) === partOf(people[b]))
        pairs.push({ a, b, same: people[a] === people[b] })
  return pairs
}

function partOf(person = 0): number {
  return person % PARTS
}

function crossScores(
  samples: LabelledEmbedding[],
  people: number[],
  pairs: LabelledPair[],
  blocks?: number[],
): number[] {
  const scorers = new Map<string, (a: number, b: number) => number>()
  return pairs.map(({ a, b }) => {
    const parts = [partOf(people[a]), partOf(people[b])].sort((x, y) => x - y)
    const key = parts.join()
    const score = scorers.get(key) ?? scorerWithout(samples, people, parts, blocks)
    scorers.set(key, score)
    return score(a, b)
  })
}

/** Scores samples of these parts by a model fitted on all the others. */
function scorerWithout(
  samples: LabelledEmbedding[],
  people: number[],
  parts: number[],
  blocks?: number[],
) {
  const isHeld = (index: number) => parts.includes(partOf(people[index]))
  const model = fitTwoCovariance(
    samples.filter((_, index) => !isHeld(index)),
    blocks,
  )
  const templates = new Map<number, FaceTemplate>()
  samples.forEach(({ embedding }, index) => {
    if (isHeld(index)) templates.set(index, toTemplate(model, embedding))
  })
  return (a: number, b: number) => {
    const [left, right] = [templates.get(a), templates.get(b)]
    if (left === undefined || right === undefined) throw new Error('A pair is outside its parts.')
    return logLikelihoodRatio(model, left, right)
  }
}

function impostorsOf(held: HeldScore[], pairs: LabelledPair[], people: number[]): ImpostorScores {
  const strangers = pairs.flatMap(({ same }, index) => (same ? [] : [index]))
  const personOf = (sample: number | undefined) => people[sample ?? 0] ?? 0
  return {
    scores: Float64Array.from(strangers, (index) => held[index]?.score ?? 0),
    a: Uint32Array.from(strangers, (index) => personOf(pairs[index]?.a)),
    b: Uint32Array.from(strangers, (index) => personOf(pairs[index]?.b)),
  }
}
