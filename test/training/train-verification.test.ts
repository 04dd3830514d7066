import { describe, expect, test } from '@jest/globals'
import { calibrate } from '../../src/training/calibrate'
import { matchTable } from '../../src/training/match-table'
import { trainVerification } from '../../src/training/train-verification'
import { fitTwoCovariance, type LabelledEmbedding } from '../../src/training/two-covariance'
import { falseMatchRate, thresholdFor } from '../../src/vision/face-calibration'
import { logLikelihoodRatio, toTemplate } from '../../src/vision/face-template'
import { sideBySide, toUnitLength } from '../../src/vision/similarity'

/** Numbers of a normal distribution, the same with every run (mulberry32 and Box-Muller). */
function normals(seed: number) {
  let state = seed
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

// far out along the last axis: there the sphere, to which embeddings are brought, is nearly flat
const MEAN = [1, -2, 0, 0.5, 100]
const BETWEEN = [2, 1, 0.6, 0.4, 0.01]
const WITHIN = [0.3, 0.6, 0.2, 0.9, 0.01]

/** People whose faces differ as BETWEEN (deviations) says, photographed with `noise` times the deviations of WITHIN. */
function crowd(people: number, pictures: number, seed: number, noise = 1): LabelledEmbedding[] {
  const normal = normals(seed)
  return Array.from({ length: people }, (_, person) => {
    const own = MEAN.map((mean, i) => mean + (BETWEEN[i] ?? 0) * normal())
    return Array.from({ length: pictures }, () => ({
      person: `p${person}`,
      embedding: Float32Array.from(own, (value, i) => value + noise * (WITHIN[i] ?? 0) * normal()),
    }))
  }).flat()
}

/** The ratio of the true distributions, in one dimension after the other. */
function trueRatio(a: Float32Array, b: Float32Array): number {
  return MEAN.reduce((sum, mean, i) => {
    const [between, within] = [(BETWEEN[i] ?? 0) ** 2, (WITHIN[i] ?? 0) ** 2]
    const [x, y] = [(a[i] ?? 0) - mean, (b[i] ?? 0) - mean]
    const total = between + within
    const determinant = total * total - between * between
    const joint = (total * (x * x + y * y) - 2 * between * x * y) / determinant
    const apart = (x * x + y * y) / total
    return sum - (joint - apart) / 2 - Math.log(determinant) / 2 + Math.log(total)
  }, 0)
}

describe('the two-covariance model', () => {
  const samples = crowd(400, 4, 1)
  const model = fitTwoCovariance(samples)

  test('orders pairs as the distributions do that they were drawn from', () => {
    const strangers = crowd(60, 2, 2).map(({ embedding, person }) => ({
      person,
      embedding,
      template: toTemplate(model, embedding),
    }))
    const pairs = strangers.flatMap((a, i) => strangers.slice(i + 1).map((b) => [a, b] as const))
    const fitted = pairs.map(([a, b]) => logLikelihoodRatio(model, a.template, b.template))
    const real = pairs.map(([a, b]) => trueRatio(a.embedding, b.embedding))
    expect(correlation(fitted, real)).toBeGreaterThan(0.95)
  })

  test('is symmetric and turns pairs of one person up', () => {
    const [a, b] = crowd(1, 2, 3).map(({ embedding }) => toTemplate(model, embedding))
    const [c] = crowd(2, 1, 4).map(({ embedding }) => toTemplate(model, embedding))
    if (!a || !b || !c) throw new Error('The crowd is too small.')
    expect(logLikelihoodRatio(model, a, b)).toBe(logLikelihoodRatio(model, b, a))
    expect(logLikelihoodRatio(model, a, b)).toBeGreaterThan(logLikelihoodRatio(model, a, c))
  })
})

function correlation(a: number[], b: number[]): number {
  const mean = (list: number[]) => list.reduce((sum, x) => sum + x, 0) / list.length
  const [ma, mb] = [mean(a), mean(b)]
  const product = mean(a.map((x, i) => (x - ma) * ((b[i] ?? 0) - mb)))
  const deviation = (list: number[], m: number) => Math.sqrt(mean(list.map((x) => (x - m) ** 2)))
  return product / (deviation(a, ma) * deviation(b, mb))
}

describe('a model of two networks', () => {
  // the second network sees the same people from other people's side: its numbers are those of another crowd
  const [left, right] = [crowd(300, 3, 11), crowd(300, 3, 12)]
  const unit = ({ embedding }: LabelledEmbedding) => toUnitLength(embedding)
  const joined = left.map((sample, index) => {
    const other = right[index]
    if (!other) throw new Error('The crowds differ.')
    const embedding = sideBySide([sample.embedding, other.embedding])
    return { person: sample.person, embedding }
  })

  test('says what the models of both say together', () => {
    const both = fitTwoCovariance(joined, [5, 5])
    const models = [left, right].map((samples) =>
      fitTwoCovariance(samples.map((sample) => ({ ...sample, embedding: unit(sample) }))),
    )
    for (const [a, b] of [
      [0, 1],
      [0, 5],
      [7, 30],
    ] as const) {
      const ratio = (model: typeof both, samples: LabelledEmbedding[]) => {
        const [x, y] = [samples[a], samples[b]]
        if (!x || !y) throw new Error('The crowd is too small.')
        return logLikelihoodRatio(
          model,
          toTemplate(model, x.embedding),
          toTemplate(model, y.embedding),
        )
      }
      const [first, second] = models
      if (!first || !second) throw new Error('A model is missing.')
      expect(ratio(both, joined)).toBeCloseTo(ratio(first, left) + ratio(second, right), 1)
    }
  })
})

describe('calibration', () => {
  test('finds the ratios of scores that are drawn from two normal distributions', () => {
    // N(2, 1) against N(0, 1): ln of the ratio at x is 2 x - 2; the scores here are three times as large
    const normal = normals(5)
    const drawn = Array.from({ length: 40_000 }, (_, index) => ({
      same: index % 4 === 0,
      score: 3 * (normal() + (index % 4 === 0 ? 2 : 0)),
      magnitude: 4,
    }))
    const { scale, offset } = calibrate(drawn)
    expect(scale).toBeCloseTo(2 / 3, 1)
    expect(offset).toBeCloseTo(-2, 0)
  })

  test('asks less likeness of faces that were seen badly, where that is how pairs of one person come', () => {
    const normal = normals(9)
    const drawn = Array.from({ length: 40_000 }, (_, index) => {
      const magnitude = normal()
      return {
        same: index % 4 === 0,
        score: normal() + (index % 4 === 0 ? 3 + 0.5 * magnitude : 0.5 * magnitude),
        magnitude,
      }
    })
    // both kinds move by 0.5 with the magnitude: ln of the ratio is 3 (score - 0.5 magnitude) - 4.5
    const { scale, magnitudeWeight, offset } = calibrate(drawn)
    expect(scale / 3).toBeCloseTo(1, 0)
    expect(magnitudeWeight / scale).toBeCloseTo(-0.5, 1)
    expect(offset).toBeCloseTo(-4.5, 0)
  })
})

describe('the table of false match rates', () => {
  const normal = normals(6)
  const pairs = 20_000
  const people = 200
  const impostors = {
    scores: Float64Array.from({ length: pairs }, normal),
    a: Uint32Array.from({ length: pairs }, (_, pair) => pair % people),
    b: Uint32Array.from({ length: pairs }, (_, pair) => (pair * 7 + 1) % people),
  }
  const table = matchTable(impostors)

  test('lies above what was measured, falls, and ends where ten matches are left', () => {
    const measured = (score: number) => impostors.scores.filter((x) => x >= score).length / pairs
    table.forEach(([score, rate], index) => {
      expect(rate).toBeGreaterThanOrEqual(Math.min(1, measured(score)))
      expect(rate).toBeLessThan(table[index - 1]?.[1] ?? 1.01)
    })
    const last = table.at(-1)?.[0] ?? 0
    expect(measured(last) * pairs).toBeGreaterThanOrEqual(10)
    expect(measured(last) * pairs).toBeLessThan(20)
  })

  test('keeps its word on strangers that it has not seen', () => {
    const fresh = Float64Array.from({ length: pairs }, normal)
    const threshold = thresholdFor(table, 0.01)
    expect(fresh.filter((x) => x >= threshold).length / pairs).toBeLessThan(0.01)
  })
})

describe('training', () => {
  test('the held-out false match rate stays below the one asked for, and most of one person match', () => {
    const { falseMatchRates, held } = trainVerification(crowd(300, 3, 7, 0.3))
    const threshold = thresholdFor(falseMatchRates, 0.01)
    const share = (same: boolean) => {
      const scores = held.filter((pair) => pair.same === same)
      return scores.filter(({ score }) => score >= threshold).length / scores.length
    }
    expect(share(false)).toBeLessThan(0.01)
    expect(share(true)).toBeGreaterThan(0.7)
    expect(falseMatchRate(falseMatchRates, threshold)).toBeCloseTo(0.01, 9)
  })

  test('with labelled pairs only these are scored, each by a model that saw neither person', () => {
    const samples = crowd(120, 2, 8)
    const pairs = samples.flatMap((_, i) => [
      { a: i, b: i ^ 1, same: true },
      { a: i, b: (i + 7) % samples.length, same: false },
    ])
    const { held } = trainVerification(samples, pairs)
    expect(held).toHaveLength(pairs.length)
    const mean = (same: boolean) => {
      const scores = held.filter((pair) => pair.same === same)
      return scores.reduce((sum, { score }) => sum + score, 0) / scores.length
    }
    expect(mean(true)).toBeGreaterThan(mean(false) + 1)
  })
})
