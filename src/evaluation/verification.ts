import { quantile, type Rate, wilson } from './interval'

/**
 * Scores of a verification experiment, each list ascending: pairs of one person, pairs of two. A pair in which a face
 * was not found has a score below all others: it matches at no threshold.
 */
export type Scores = { genuine: Float32Array; impostor: Float32Array }

/** How many of the ascending scores are at least `threshold`. */
export function countAtLeast(sorted: Float32Array, threshold: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < threshold) low = middle + 1
    else high = middle
  }
  return sorted.length - low
}

/** Share of pairs of two people that match at a threshold (score >= threshold), with its interval. */
export function falseMatches({ impostor }: Scores, threshold: number): Rate {
  return wilson(countAtLeast(impostor, threshold), impostor.length)
}

/** Share of pairs of one person that do not match at a threshold, with its interval. */
export function falseNonMatches({ genuine }: Scores, threshold: number): Rate {
  return wilson(genuine.length - countAtLeast(genuine, threshold), genuine.length)
}

/**
 * True accept rate at a false accept rate `far` (0..1): the threshold lies just above the impostor score that would
 * exceed it. Fewer than 1 / far impostor pairs cannot show so low a rate: then it lies above all of them.
 */
export function trueAccepts({ genuine, impostor }: Scores, far: number): Rate {
  const allowed = Math.floor(far * impostor.length)
  const refused = impostor[impostor.length - 1 - allowed] ?? Number.NEGATIVE_INFINITY
  const accepted = genuine.length - countNotAbove(genuine, refused)
  return wilson(accepted, genuine.length)
}

/** Equal error rate: where false matches and false non-matches are nearest, the mean of both. */
export function equalErrorRate(scores: Scores): number {
  let best = { gap: Number.POSITIVE_INFINITY, rate: Number.NaN }
  for (const threshold of scores.genuine) {
    const fmr = countAtLeast(scores.impostor, threshold) / scores.impostor.length
    const fnmr = 1 - countAtLeast(scores.genuine, threshold) / scores.genuine.length
    const gap = Math.abs(fmr - fnmr)
    if (gap < best.gap) best = { gap, rate: (fmr + fnmr) / 2 }
  }
  return best.rate
}

/**
 * Accuracy by cross validation, as the LFW protocol prescribes: for each fold the threshold that does best on the
 * others is tried on it. Accuracy is the mean of the true accept and true reject rates, which for LFW's equal halves
 * is the share of right answers. The interval is Student's, over the folds.
 */
export function crossValidatedAccuracy(folds: Scores[]): {
  rate: number
  low: number
  high: number
} {
  const candidates = folds.flatMap(({ genuine }, fold) =>
    [...genuine].map((threshold) => ({ fold, threshold })),
  )
  const counts = folds.map((fold) => candidates.map(({ threshold }) => accepted(fold, threshold)))
  const accuracies = folds.map((fold, held) => {
    const threshold = bestThreshold(folds, held, candidates, counts)
    return balancedAccuracy([fold], [accepted(fold, threshold)])
  })
  return studentInterval(accuracies)
}

/** Median of the numbers; NaN when there are none. */
export function median(numbers: number[]): number {
  return quantile(numbers, 0.5)
}

type Candidate = { fold: number; threshold: number }
type Accepted = { genuine: number; impostor: number }

function accepted({ genuine, impostor }: Scores, threshold: number): Accepted {
  return {
    genuine: countAtLeast(genuine, threshold),
    impostor: countAtLeast(impostor, threshold),
  }
}

/**
 * Only scores of pairs of one person can be best: between two of them a higher threshold only refuses more others.
 * The threshold is set half-way down to the next score below the best.
 */
function bestThreshold(
  folds: Scores[],
  held: number,
  candidates: Candidate[],
  counts: Accepted[][],
): number {
  const others = folds.filter((_, fold) => fold !== held)
  const otherCounts = counts.filter((_, fold) => fold !== held)
  let best = { accuracy: -1, threshold: 0 }
  candidates.forEach(({ fold: origin, threshold }, index) => {
    if (origin === held) return
    const accuracy = balancedAccuracy(
      others,
      otherCounts.flatMap((fold) => fold[index] ?? []),
    )
    if (accuracy > best.accuracy) best = { accuracy, threshold }
  })
  const below = others.flatMap(({ genuine, impostor }) => [
    largestBelow(genuine, best.threshold),
    largestBelow(impostor, best.threshold),
  ])
  const next = Math.max(...below)
  return Number.isFinite(next) ? (best.threshold + next) / 2 : best.threshold
}

/** The largest of the ascending scores below `threshold`; -Infinity when there is none. */
function largestBelow(sorted: Float32Array, threshold: number): number {
  return sorted[sorted.length - 1 - countAtLeast(sorted, threshold)] ?? Number.NEGATIVE_INFINITY
}

/** Where a fold has pairs of one kind only, the share of right answers about that kind. */
function balancedAccuracy(folds: Scores[], counts: Accepted[]): number {
  const genuine = sum(folds.map((fold) => fold.genuine.length))
  const impostor = sum(folds.map((fold) => fold.impostor.length))
  const trueAccepts = sum(counts.map((count) => count.genuine)) / genuine
  const trueRejects = 1 - sum(counts.map((count) => count.impostor)) / impostor
  if (genuine === 0) return trueRejects
  return impostor === 0 ? trueAccepts : (trueAccepts + trueRejects) / 2
}

function countNotAbove(sorted: Float32Array, score: number): number {
  return sorted.length - countAtLeast(sorted, nextUp(score))
}

/** The float32 just above, so that "at least" of it means "above" the score. */
function nextUp(score: number): number {
  return Math.fround(score + Math.max(Math.abs(score), 1e-30) * 2 ** -23)
}

/** Student's t for 95 %, by degrees of freedom from 1; beyond the table the normal value. */
const T_95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262]

function studentInterval(values: number[]) {
  const mean = sum(values) / values.length
  const freedom = values.length - 1
  const variance = sum(values.map((value) => (value - mean) ** 2)) / Math.max(1, freedom)
  const half = (T_95[freedom - 1] ?? 1.96) * Math.sqrt(variance / values.length)
  return { rate: mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half) }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
