import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { summarizeFaces } from '../../src/evaluation/faces'
import { NO_SCORE, trialOfIdentities, trialOfPairs } from '../../src/evaluation/faces-trials'
import {
  countAtLeast,
  crossValidatedAccuracy,
  equalErrorRate,
  falseMatches,
  falseNonMatches,
  trueAccepts,
} from '../../src/evaluation/verification'

const COSTS = { cpuMs: [3, 1, 2], peakRssMb: 100 }

function scores(genuine: number[], impostor: number[]) {
  return {
    genuine: Float32Array.from(genuine).sort(),
    impostor: Float32Array.from(impostor).sort(),
  }
}

describe('rates of sorted scores', () => {
  const sample = scores([0.2, 0.6, 0.7, 0.9], [-0.2, 0, 0.1, 0.3, 0.5])

  test('a score equal to the threshold matches', () => {
    expect(countAtLeast(Float32Array.of(0, 0.5, 0.5, 1), 0.5)).toBe(3)
    expect(falseMatches(sample, 0.5).count).toBe(1)
    expect(falseNonMatches(sample, 0.5)).toMatchObject({ count: 1, of: 4, rate: 0.25 })
  })

  test('true accepts are counted above the impostor that would be one too many', () => {
    expect(trueAccepts(sample, 0.2).rate).toBe(0.75) // one of five may match: above 0.3
    expect(trueAccepts(sample, 0.8).rate).toBe(1)
    expect(trueAccepts(sample, 1e-4).rate).toBe(0.75) // none may: above 0.5
  })

  test('the equal error rate of separated scores is 0, of equal distributions one half', () => {
    expect(equalErrorRate(scores([0.8, 0.9], [0.1, 0.2]))).toBe(0)
    const same = Array.from({ length: 100 }, (_, index) => index / 100)
    expect(equalErrorRate(scores(same, same))).toBeCloseTo(0.5, 1)
  })

  test('the equal error rate of a known overlap', () => {
    expect(equalErrorRate(scores([0.1, 0.6, 0.7, 0.8, 0.9], [0, 0.2, 0.3, 0.4, 0.65]))).toBeCloseTo(
      0.2,
      12,
    )
  })

  test('counting agrees with filtering', () => {
    const list = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { maxLength: 50 })
    fc.assert(
      fc.property(list, fc.float({ min: -1, max: 1, noNaN: true }), (values, threshold) => {
        const sorted = Float32Array.from(values).sort()
        expect(countAtLeast(sorted, threshold)).toBe(
          values.filter((value) => value >= threshold).length,
        )
      }),
    )
  })
})

describe('cross validation', () => {
  test('separated folds are told apart without error', () => {
    const folds = [scores([0.7, 0.8], [0.1]), scores([0.9], [0.2, 0.3]), scores([0.75], [0.25])]
    expect(crossValidatedAccuracy(folds)).toEqual({ rate: 1, low: 1, high: 1 })
  })

  test('each fold is judged with the threshold of the others', () => {
    // the others of the third fold put the bar between 0.2 and 0.8, at which its impostor of 0.7 matches
    const folds = [
      scores([0.8, 0.9], [0.1, 0.2]),
      scores([0.8, 0.9], [0.1, 0.2]),
      scores([0.9, 0.95], [0.1, 0.7]),
    ]
    const { rate, low, high } = crossValidatedAccuracy(folds)
    expect(rate).toBeCloseTo((1 + 1 + 0.75) / 3, 12)
    expect(low).toBeLessThan(rate)
    expect(high).toBe(1)
  })
})

describe('trials', () => {
  const pair = (same: boolean, score: number, fold = '0') => ({ a: 'a', b: 'b', same, score, fold })

  test('a pair without a face is a failure to acquire and a non-match', () => {
    const trial = trialOfPairs([pair(true, NO_SCORE), pair(true, 0.9), pair(false, NO_SCORE)], 0.5)
    expect(trial.failuresToAcquire).toBe(2)
    expect(trial.wrong).toEqual([{ a: 'a', b: 'b', same: true, score: NO_SCORE }])
    expect(falseNonMatches(trial.scores, 0.5).rate).toBe(0.5)
    expect(falseMatches(trial.scores, 0.5).rate).toBe(0)
  })

  test('pairs of one fold stay together', () => {
    const trial = trialOfPairs(
      [pair(true, 0.9, 'x'), pair(false, 0.1, 'y'), pair(true, 0.8, 'x')],
      0.5,
    )
    expect(trial.folds.map(({ genuine }) => genuine.length)).toEqual([2, 0])
  })

  test('pairs without folds are dealt into folds of both kinds', () => {
    const pairs = [0.9, 0.8, 0.7].flatMap((score) => [
      pair(true, score, ''),
      pair(false, score - 0.9, ''),
    ])
    const { folds } = trialOfPairs(pairs, 0.5)
    expect(folds.map(({ genuine, impostor }) => [genuine.length, impostor.length])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ])
    expect(crossValidatedAccuracy(folds).rate).toBe(1)
  })

  test('a fold has no say in its own threshold', () => {
    // the others put the bar at 0.5; a bar at the first fold's own 0.3 would do as well on them, and hide its error
    const folds = [scores([0.3], [0.1]), scores([0.8, 0.9], [0.2, 0.15]), scores([0.8], [0.1])]
    expect(crossValidatedAccuracy(folds).rate).toBeCloseTo((0.5 + 1 + 1) / 3, 12)
  })

  test('a fold of one kind is judged by that kind alone', () => {
    const folds = [scores([0.9], [0.1]), scores([0.8], []), scores([], [0.2])]
    expect(crossValidatedAccuracy(folds).rate).toBe(1)
  })

  test('all against all makes every pair once', () => {
    const cosine = (a: number | null, b: number | null) =>
      a === null || b === null ? NO_SCORE : Math.cos(a - b)
    const images = [
      { identity: 'Ann', path: 'a1', template: 0 },
      { identity: 'Ann', path: 'a2', template: 0.1 },
      { identity: 'Bob', path: 'b1', template: Math.PI / 2 },
      { identity: 'Cy', path: 'c1', template: null },
    ]
    const trial = trialOfIdentities(images, cosine, 0.5)
    expect(trial.scores.genuine).toHaveLength(1)
    expect(trial.scores.genuine[0]).toBeCloseTo(Math.cos(0.1), 6)
    expect(trial.scores.impostor).toHaveLength(5)
    expect(trial.failuresToAcquire).toBe(3)
    expect(trial.wrong).toEqual([])
  })

  test('the report has the agreed keys and lists the worst pair first', () => {
    const pairs = [
      pair(true, 0.9, '0'),
      pair(true, 0.4, '1'),
      pair(false, 0.1, '0'),
      pair(false, 0.8, '1'),
      pair(true, 0.7, '2'),
      pair(false, 0.2, '2'),
    ]
    const report = summarizeFaces(trialOfPairs(pairs, 0.5), 0.5, COSTS)
    expect(report).toMatchObject({
      pairs: 6,
      genuine: 3,
      impostor: 3,
      failuresToAcquire: 0,
      folds: 3,
      threshold: 0.5,
      cpuMsMedian: 2,
      peakRssMb: 100,
      wrongCount: 2,
    })
    expect(Object.keys(report.tarAtFar)).toEqual(['1e-2', '1e-3', '1e-4'])
    expect(report.fmrAtThreshold).toBeCloseTo(1 / 3, 12)
    expect(report.fnmrAtThreshold).toBeCloseTo(1 / 3, 12)
    expect(report.wrong.map(({ score }) => score)).toEqual([0.8, 0.4])
    for (const { low, high } of Object.values(report.intervals))
      expect(low).toBeLessThanOrEqual(high)
  })
})
