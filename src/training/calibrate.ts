import type { VerificationModel } from '../vision/face-template'

/** A score that was right or wrong to be high: `same` is whether the two are one person. */
export type LabelledScore = { score: number; same: boolean }

/** `scale * score + offset` is a log-likelihood ratio that means what it says. */
export type Calibration = { scale: number; offset: number }

const ROUNDS = 50

/**
 * Logistic regression of the scores (Brümmer and du Preez 2006, Cllr), both kinds of pairs weighing the same whatever
 * their number; Newton's method. Scores of a fitted model are over-confident: it takes the dimensions for independent
 * of the photographs' quality, which they are not.
 */
export function calibrate(scores: LabelledScore[]): Calibration {
  const genuine = scores.reduce((count, { same }) => count + (same ? 1 : 0), 0)
  const weights = { same: 1 / genuine, other: 1 / (scores.length - genuine) }
  const spread = Math.max(...scores.slice(0, 10_000).map(({ score }) => Math.abs(score)), 1e-6)
  let scale = 1 / spread
  let offset = 0
  for (let round = 0; round < ROUNDS; round++) {
    const step = newtonStep(scores, weights, spread, { scale: scale * spread, offset })
    scale += step.scale / spread
    offset += step.offset
    if (Math.abs(step.scale) + Math.abs(step.offset) < 1e-9) break
  }
  return { scale, offset }
}

/** Scores are divided by `spread` here, so that both unknowns are of one size. */
function newtonStep(
  scores: LabelledScore[],
  weights: { same: number; other: number },
  spread: number,
  at: Calibration,
): Calibration {
  let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9]
  for (const { score, same } of scores) {
    const x = score / spread
    const probability = 1 / (1 + Math.exp(-(at.scale * x + at.offset)))
    const weight = same ? weights.same : weights.other
    const error = weight * ((same ? 1 : 0) - probability)
    const bend = weight * probability * (1 - probability)
    g0 += error * x
    g1 += error
    h00 += bend * x * x
    h01 += bend * x
    h11 += bend
  }
  const determinant = h00 * h11 - h01 * h01
  return {
    scale: (g0 * h11 - g1 * h01) / determinant,
    offset: (g1 * h00 - g0 * h01) / determinant,
  }
}

/** The model whose ratios are the calibrated ones. @throws Error when the calibration turns scores around */
export function calibrated(model: VerificationModel, { scale, offset }: Calibration) {
  if (!(scale > 0)) throw new Error('Pairs of one person do not score higher than pairs of two.')
  return {
    ...model,
    basis: model.basis.map((value) => value * Math.sqrt(scale)),
    offset: model.offset * scale + offset,
  }
}
