import { EigenvalueDecomposition, inverse, Matrix } from 'ml-matrix'
import type { VerificationModel } from '../vision/face-template'
import { toUnitLength } from '../vision/similarity'
import { besideEachOther } from './join-models'

/** An embedding and whose face it is. */
export type LabelledEmbedding = { person: string; embedding: Float32Array }

/** Rounds of expectation maximisation: figures hardly change after two. */
const ROUNDS = 5

/**
 * Of more numbers only the first guess is taken, by moments: rounds would take minutes and change little. Cross-validated
 * on LFW without them, 2.64 % of one person are refused by MobileFaceNet's 192 numbers, with them 2.70 %.
 */
const MOST_FOR_ROUNDS = 256

/**
 * How far both covariances are drawn towards the sphere: a share of their mean variance in every direction. Few people
 * cannot show 192 directions. Cross-validated on LFW (two folds of people in five): 0.2 to 0.7 and 0.1 to 0.5 differ by
 * 0.1 points of true accepts at a false accept rate of 1e-4; without, 7 points are lost.
 */
const WITHIN_SHRINKAGE = 0.4
const BETWEEN_SHRINKAGE = 0.3

/**
 * Fits how faces differ from person to person and within one person's photographs, by maximum likelihood (the
 * two-covariance model of PLDA: EM over the hidden mean of each person). Not calibrated: see `calibrate`.
 * `blocks`: of how many numbers each network's share of an embedding is, in order. Nothing is learned of how one share
 * goes with another: few people cannot show it, and what is learned of it is noise.
 */
export function fitTwoCovariance(
  samples: LabelledEmbedding[],
  blocks = [samples[0]?.embedding.length ?? 0],
): VerificationModel {
  const people = peopleOf(samples)
  const units = samples.map(({ embedding }) => toUnitLength(embedding))
  let start = 0
  const parts = blocks.map((size) => {
    const end = start + size
    const part = units.map((unit) => unit.subarray(start, end))
    start = end
    return fitBlock(part, people)
  })
  return besideEachOther(parts)
}

function fitBlock(units: Float32Array[], people: number[][]): VerificationModel {
  const mean = meanOf(units)
  const rows = new Matrix(units.map((unit) => [...unit]))
  rows.subRowVector(mean)
  let covariances = firstGuess(rows, people)
  const rounds = mean.length > MOST_FOR_ROUNDS ? 0 : ROUNDS
  for (let round = 0; round < rounds; round++) covariances = improve(rows, people, covariances)
  const within = shrink(covariances.within, WITHIN_SHRINKAGE)
  const between = shrink(covariances.between, BETWEEN_SHRINKAGE)
  return diagonal(Float32Array.from(mean), within, between)
}

type Covariances = { within: Matrix; between: Matrix }

/** The rows of each person. */
function peopleOf(samples: LabelledEmbedding[]): number[][] {
  const people = new Map<string, number[]>()
  samples.forEach(({ person }, row) => {
    const rows = people.get(person)
    if (rows === undefined) people.set(person, [row])
    else rows.push(row)
  })
  return [...people.values()]
}

function meanOf(vectors: Float32Array[]): number[] {
  const sum = new Array<number>(vectors[0]?.length ?? 0).fill(0)
  for (const vector of vectors)
    for (let index = 0; index < sum.length; index++)
      sum[index] = (sum[index] ?? 0) + (vector[index] ?? 0)
  return sum.map((value) => value / vectors.length)
}

/** Scatter around each person's mean, and of the means less what the scatter adds to it. */
function firstGuess(rows: Matrix, people: number[][]): Covariances {
  const sums = sumsOf(rows, people)
  const means = scaleRows(sums, (person) => 1 / (people[person]?.length ?? 1))
  const freedom = Math.max(1, rows.rows - people.length)
  const within = scatter(residues(rows, people, means)).mul(1 / freedom)
  const noise = people.reduce((sum, { length }) => sum + 1 / length, 0) / people.length
  const between = scatter(means).mul(1 / people.length)
  return { within, between: positive(between.sub(Matrix.mul(within, noise))) }
}

/** One round of EM. */
function improve(rows: Matrix, people: number[][], { within, between }: Covariances): Covariances {
  const [withinInverse, betweenInverse] = [inverse(within), inverse(between)]
  const size = rows.columns
  const hidden = new Matrix(people.length, size)
  const newWithin = Matrix.zeros(size, size)
  const newBetween = Matrix.zeros(size, size)
  const projected = sumsOf(rows, people).mmul(withinInverse)
  for (const count of new Set(people.map(({ length }) => length))) {
    const spread = inverse(Matrix.add(betweenInverse, Matrix.mul(withinInverse, count)))
    const members = people.flatMap(({ length }, person) => (length === count ? [person] : []))
    const found = projected.subMatrixRow(members).mmul(spread)
    members.forEach((person, index) => {
      hidden.setRow(person, found.getRow(index))
    })
    newBetween.add(Matrix.mul(spread, members.length))
    newWithin.add(Matrix.mul(spread, members.length * count))
  }
  newBetween.add(scatter(hidden))
  newWithin.add(scatter(residues(rows, people, hidden)))
  return {
    within: newWithin.mul(1 / rows.rows),
    between: newBetween.mul(1 / people.length),
  }
}

function sumsOf(rows: Matrix, people: number[][]): Matrix {
  return new Matrix(people.map((members) => rows.subMatrixRow(members).sum('column')))
}

function scaleRows(matrix: Matrix, factor: (row: number) => number): Matrix {
  const scaled = matrix.clone()
  for (let row = 0; row < scaled.rows; row++) scaled.mulRow(row, factor(row))
  return scaled
}

/** Every row less its person's. */
function residues(rows: Matrix, people: number[][], perPerson: Matrix): Matrix {
  const left = rows.clone()
  people.forEach((members, person) => {
    const own = perPerson.getRow(person)
    for (const row of members)
      left.setRow(
        row,
        left.getRow(row).map((value, index) => value - (own[index] ?? 0)),
      )
  })
  return left
}

/** The sum of the outer products of the rows with themselves. */
function scatter(rows: Matrix): Matrix {
  return rows.transpose().mmul(rows)
}

const LEAST_VARIANCE = 1e-6

function positive(covariance: Matrix): Matrix {
  const { values, vectors } = eigen(covariance)
  return vectors.mmul(Matrix.diag(values)).mmul(vectors.transpose())
}

/** Of a covariance; what rounding or few people made negative is next to nothing instead. */
function eigen(covariance: Matrix): { values: number[]; vectors: Matrix } {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  })
  const values = realEigenvalues.map((value) => Math.max(value, LEAST_VARIANCE))
  return { values, vectors: eigenvectorMatrix }
}

function shrink(covariance: Matrix, share: number): Matrix {
  const sphere = Matrix.eye(covariance.rows).mul((share * covariance.trace()) / covariance.rows)
  return Matrix.mul(covariance, 1 - share).add(sphere)
}

/**
 * Both covariances made diagonal at once: within becomes 1, between λ. Per direction the log-likelihood ratio is
 * `p u v + q (u² + v²) + ln(1 + λ) - ln(1 + 2λ) / 2` with `p = λ / (1 + 2λ)` and `q = -λ² / (2 (1 + λ) (1 + 2λ))`; the
 * basis takes up the root of p.
 */
function diagonal(mean: Float32Array, within: Matrix, between: Matrix): VerificationModel {
  const { values, vectors } = eigen(within)
  const whiten = scaleRows(vectors.transpose(), (row) => 1 / Math.sqrt(values[row] ?? 1))
  const { values: lambdas, vectors: turn } = eigen(whiten.mmul(between).mmul(whiten.transpose()))
  const directions = turn.transpose().mmul(whiten)
  const basis = scaleRows(directions, (row) => rootOfWeight(lambdas[row] ?? 0))
  return {
    mean,
    basis: Float32Array.from(basis.to1DArray()),
    biasWeights: Float32Array.from(lambdas, (lambda) => -lambda / (2 * (1 + lambda))),
    magnitudeWeight: 0,
    offset: lambdas.reduce((sum, v) => sum + Math.log1p(v) - Math.log1p(2 * v) / 2, 0),
  }
}

function rootOfWeight(lambda: number): number {
  return Math.sqrt(lambda / (1 + 2 * lambda))
}
