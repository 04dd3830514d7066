import type { FaceTrial, ScoredPair } from './faces-trials'
import { type Rate, wilson } from './interval'
import {
  crossValidatedAccuracy,
  equalErrorRate,
  falseMatches,
  falseNonMatches,
  median,
  trueAccepts,
} from './verification'

/** What the experiment cost: processor time per image in milliseconds, and the largest memory of the process in MB. */
export type Costs = { cpuMs: number[]; peakRssMb: number }

/** By how many points (100 times a share) each figure is worse than in another report; below 0: better. */
export type PointsLost = {
  accuracy10Fold: number
  eer: number
  tarAtFar: Record<string, number>
  fmrAtThreshold: number
  fnmrAtThreshold: number
}

type Bounds = { low: number; high: number }

/** The report of `countersign evaluate faces --json`. Rates are shares 0..1; intervals are 95 %. */
export type FacesReport = {
  pairs: number
  genuine: number
  impostor: number
  failuresToAcquire: number
  accuracy10Fold: number
  folds: number
  eer: number
  tarAtFar: Record<string, number>
  threshold: number
  fmrAtThreshold: number
  fnmrAtThreshold: number
  cpuMsMedian: number
  peakRssMb: number
  intervals: Record<string, Bounds>
  wrongCount: number
  wrong: ScoredPair[]
}

const FALSE_ACCEPT_RATES = { '1e-2': 1e-2, '1e-3': 1e-3, '1e-4': 1e-4 }

/** Of the pairs that are wrong the report lists so many, the worst first. */
const MOST_WRONG = 200

/**
 * All figures of a trial at a threshold. Intervals treat pairs as independent; where an image is in many pairs (all
 * against all) they are narrower than the truth.
 */
export function summarizeFaces(trial: FaceTrial, threshold: number, costs: Costs): FacesReport {
  const { scores, folds } = trial
  const { genuine, impostor } = scores
  const accuracy = crossValidatedAccuracy(folds)
  const tars = Object.entries(FALSE_ACCEPT_RATES).map(
    ([name, far]) => [name, trueAccepts(scores, far)] as const,
  )
  const fmr = falseMatches(scores, threshold)
  const fnmr = falseNonMatches(scores, threshold)
  const eer = equalErrorRate(scores)
  return {
    pairs: genuine.length + impostor.length,
    genuine: genuine.length,
    impostor: impostor.length,
    failuresToAcquire: trial.failuresToAcquire,
    accuracy10Fold: accuracy.rate,
    folds: folds.length,
    eer,
    tarAtFar: Object.fromEntries(tars.map(([name, { rate }]) => [name, rate])),
    threshold,
    fmrAtThreshold: fmr.rate,
    fnmrAtThreshold: fnmr.rate,
    cpuMsMedian: median(costs.cpuMs),
    peakRssMb: costs.peakRssMb,
    intervals: {
      accuracy10Fold: bounds(accuracy),
      eer: bounds(wilson(eer * genuine.length, genuine.length)),
      ...Object.fromEntries(tars.map(([name, rate]) => [`tarAtFar ${name}`, bounds(rate)])),
      fmrAtThreshold: bounds(fmr),
      fnmrAtThreshold: bounds(fnmr),
    },
    wrongCount: trial.wrong.length,
    wrong: worstFirst(trial.wrong, threshold).slice(0, MOST_WRONG),
  }
}

/** What `report` lost against `before`. */
export function pointsLost(report: FacesReport, before: FacesReport): PointsLost {
  const tars = Object.entries(report.tarAtFar).map(
    ([far, tar]) => [far, 100 * ((before.tarAtFar[far] ?? 0) - tar)] as const,
  )
  return {
    accuracy10Fold: 100 * (before.accuracy10Fold - report.accuracy10Fold),
    eer: 100 * (report.eer - before.eer),
    tarAtFar: Object.fromEntries(tars),
    fmrAtThreshold: 100 * (report.fmrAtThreshold - before.fmrAtThreshold),
    fnmrAtThreshold: 100 * (report.fnmrAtThreshold - before.fnmrAtThreshold),
  }
}

function bounds({ low, high }: Pick<Rate, 'low' | 'high'>): Bounds {
  return { low, high }
}

function worstFirst(pairs: ScoredPair[], threshold: number): ScoredPair[] {
  const distance = ({ score }: ScoredPair) => Math.abs(score - threshold)
  return [...pairs].sort((a, b) => distance(b) - distance(a))
}
