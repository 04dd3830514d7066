import type { FalseMatchTable } from '../vision/face-calibration'

/** Scores of pairs of two people, and who they are: numbers from 0. */
export type ImpostorScores = { scores: Float64Array; a: Uint32Array; b: Uint32Array }

/** One-sided 99 %: the table's rates are meant to be kept, not to be met on average. */
const Z = 2.326

/** A rate rests on at least so many false matches. */
const LEAST_MATCHES = 10

/** Points per factor of ten of the rate. */
const PER_DECADE = 8

/**
 * How often strangers reach a score, with the upper bound of each rate: people are drawn at random, so pairs that share
 * a person are not independent (variance of a U-statistic of order two: 4 / people times the variance of the people's
 * own rates; ISO/IEC 19795-1 Annex B in its spirit). Scores ascend, rates fall.
 */
export function matchTable(impostors: ImpostorScores): FalseMatchTable {
  const sorted = Float64Array.from(impostors.scores).sort()
  const points = ratesToShow(sorted.length).map((rate) => {
    const score = sorted[Math.max(0, sorted.length - Math.floor(rate * sorted.length))] ?? 0
    return [score, upperRate(impostors, score)] as const
  })
  const falling: [number, number][] = []
  for (const [score, rate] of points.reverse()) {
    const next = falling[0]
    if (next === undefined || (score < next[0] && rate > next[1])) falling.unshift([score, rate])
  }
  return falling
}

/** From 1 down to the least that rests on enough matches. */
function ratesToShow(pairs: number): number[] {
  const least = LEAST_MATCHES / pairs
  const steps = Math.max(1, Math.floor(-Math.log10(least) * PER_DECADE))
  return Array.from({ length: steps + 1 }, (_, step) => 10 ** (-step / PER_DECADE))
}

function upperRate({ scores, a, b }: ImpostorScores, threshold: number): number {
  const people = 1 + Math.max(largest(a), largest(b))
  const matches = new Float64Array(people)
  const pairs = new Float64Array(people)
  let matched = 0
  scores.forEach((score, pair) => {
    const isMatch = score >= threshold ? 1 : 0
    matched += isMatch
    for (const person of [a[pair] ?? 0, b[pair] ?? 0]) {
      matches[person] = (matches[person] ?? 0) + isMatch
      pairs[person] = (pairs[person] ?? 0) + 1
    }
  })
  const rate = matched / scores.length
  const seen = [...pairs.keys()].filter((person) => (pairs[person] ?? 0) > 0)
  const squares = seen.map((person) => ((matches[person] ?? 0) / (pairs[person] ?? 1) - rate) ** 2)
  const variance = squares.reduce((sum, square) => sum + square, 0) / seen.length
  return Math.min(1, rate + Z * Math.sqrt((4 * variance) / seen.length))
}

function largest(numbers: Uint32Array): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0)
}
