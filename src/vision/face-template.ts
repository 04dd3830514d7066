import { toUnitLength } from './similarity'

/** A face as it is compared: the log-likelihood ratio of two is `a.vector · b.vector + a.bias + b.bias + offset`. */
export type FaceTemplate = { vector: Float32Array; bias: number }

/**
 * A two-covariance model of face embeddings, diagonal in its basis and calibrated (Prince and Elder 2007, PLDA; Chen et
 * al. 2012, Joint Bayesian; in this form Brümmer and de Villiers 2010). `mean`: D numbers; `basis`: D rows of D;
 * `biasWeights`: D numbers, none above 0. `magnitudeWeight`: how much the logarithm of an embedding's length adds; the
 * length tells how clearly the network saw the face (Meng et al. 2021, MagFace), and of a face seen badly less likeness
 * can be asked.
 */
export type VerificationModel = {
  mean: Float32Array
  basis: Float32Array
  biasWeights: Float32Array
  magnitudeWeight: number
  offset: number
}

/** The template of an embedding (of any length above 0) with as many numbers as the model's mean. */
export function toTemplate(model: VerificationModel, embedding: Float32Array): FaceTemplate {
  const size = model.mean.length
  const unit = toUnitLength(embedding)
  const centred = unit.map((value, index) => value - (model.mean[index] ?? 0))
  const vector = new Float32Array(size)
  let bias = model.magnitudeWeight * Math.log(Math.hypot(...embedding))
  for (let row = 0; row < size; row++) {
    let sum = 0
    for (let column = 0; column < size; column++)
      sum += (model.basis[row * size + column] ?? 0) * (centred[column] ?? 0)
    vector[row] = sum
    bias += (model.biasWeights[row] ?? 0) * sum * sum
  }
  return { vector, bias }
}

/**
 * The natural logarithm of how much likelier the two are one person than two people: above 0 they are likelier one.
 * Symmetric; a likelihood ratio, so the odds are its exponential times the odds before looking.
 */
export function logLikelihoodRatio(
  { offset }: Pick<VerificationModel, 'offset'>,
  a: FaceTemplate,
  b: FaceTemplate,
): number {
  let product = 0
  for (let index = 0; index < a.vector.length; index++)
    product += (a.vector[index] ?? 0) * (b.vector[index] ?? 0)
  return product + (a.bias + b.bias) + offset
}
