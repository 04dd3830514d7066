import { Matrix, solve } from 'ml-matrix'
import type { VerificationModel } from '../vision/face-template'

/** A pair's score, the sum of the logarithms of both embeddings' lengths, and whether the two are one person. */
export type ScoredPair = { score: number; magnitude: number; same: boolean }

/** `scale * score + magnitudeWeight * magnitude + offset` is a log-likelihood ratio that means what it says. */
export type Calibration = { scale: number; magnitudeWeight: number; offset: number }

/** Pairs of one person among all, as the regression weighs them: what counts happens where strangers are many. */
const PRIOR = 1e-3

const ROUNDS = 60

/** No step is longer than this in any direction: far from the solution Newton's steps lead astray. */
const LONGEST_STEP = 3

/**
 * Logistic regression of the pairs (Brümmer and du Preez 2006, Cllr), both kinds weighing as PRIOR says whatever their
 * number; Newton's method. Scores of a fitted model are over-confident, and expect as much likeness of a face that was
 * seen badly as of any.
 */
export function calibrate(pairs: ScoredPair[]): Calibration {
  const genuine = pairs.reduce((count, { same }) => count + (same ? 1 : 0), 0)
  const weights = { same: PRIOR / genuine, other: (1 - PRIOR) / (pairs.length - genuine) }
  const [score, magnitude] = [spreadOf(pairs, 'score'), spreadOf(pairs, 'magnitude')]
  const unknowns = [1, 0, 0]
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(pairs, weights, [score, magnitude], unknowns)
    const longest = Math.max(...step.map(Math.abs))
    const share = Math.min(1, LONGEST_STEP / longest)
    step.forEach((value, index) => {
      unknowns[index] = (unknowns[index] ?? 0) + share * value
    })
    if (longest < 1e-8) break
  }
  const [scale = 0, magnitudeWeight = 0, offset = 0] = unknowns
  return {
    scale: scale / score.deviation,
    magnitudeWeight: magnitudeWeight / magnitude.deviation,
    offset:
      offset -
      (scale * score.mean) / score.deviation -
      (magnitudeWeight * magnitude.mean) / magnitude.deviation,
  }
}

type Spread = { mean: number; deviation: number }

function spreadOf(pairs: ScoredPair[], name: 'score' | 'magnitude'): Spread {
  const mean = pairs.reduce((sum, pair) => sum + pair[name], 0) / pairs.length
  const variance = pairs.reduce((sum, pair) => sum + (pair[name] - mean) ** 2, 0) / pairs.length
  return { mean, deviation: Math.sqrt(variance) || 1 }
}

/** Keeps the equations solvable where all magnitudes are equal. */
const RIDGE = 1e-12

function newtonStep(
  pairs: ScoredPair[],
  weights: { same: number; other: number },
  [score, magnitude]: [Spread, Spread],
  unknowns: number[],
): number[] {
  const priorOdds = Math.log(PRIOR / (1 - PRIOR))
  const slope = [0, 0, 0]
  const bend = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  for (const pair of pairs) {
    const x = [
      (pair.score - score.mean) / score.deviation,
      (pair.magnitude - magnitude.mean) / magnitude.deviation,
      1,
    ]
    const ratio = x.reduce((sum, value, i) => sum + value * (unknowns[i] ?? 0), priorOdds)
    const probability = 1 / (1 + Math.exp(-ratio))
    const weight = pair.same ? weights.same : weights.other
    x.forEach((left, i) => {
      slope[i] = (slope[i] ?? 0) + weight * ((pair.same ? 1 : 0) - probability) * left
      x.forEach((right, j) => {
        const added = weight * probability * (1 - probability) * left * right
        bend[3 * i + j] = (bend[3 * i + j] ?? 0) + added
      })
    })
  }
  const curvature = Matrix.from1DArray(3, 3, bend).add(Matrix.eye(3).mul(RIDGE))
  return solve(curvature, Matrix.columnVector(slope)).to1DArray()
}

/** The model whose ratios are the calibrated ones. @throws Error when the calibration turns scores around */
export function calibrated(
  model: VerificationModel,
  { scale, magnitudeWeight, offset }: Calibration,
): VerificationModel {
  if (!(scale > 0)) throw new Error('Pairs of one person do not score higher than pairs of two.')
  return {
    ...model,
    basis: model.basis.map((value) => value * Math.sqrt(scale)),
    magnitudeWeight,
    offset: model.offset * scale + offset,
  }
}
