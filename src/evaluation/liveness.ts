import { type Rate, wilson } from './interval'
import { median } from './verification'

/** What a picture shows: a living face, or the kind of attack. */
export const LIVENESS_LABELS = ['live', 'print', 'replay', 'mask', 'other'] as const

export type LivenessLabel = (typeof LIVENESS_LABELS)[number]

/**
 * A judged picture, or burst of them; `score` is the probability 0..1 that the face is live, null when no face was found; `network` is what the
 * network says alone, without traces of paper and screens.
 */
export type LivenessItem = {
  path: string
  label: LivenessLabel
  score: number | null
  network: number | null
}

type Bounds = { low: number; high: number }

/** The report of `countersign evaluate liveness --json`. Rates are shares 0..1; intervals are 95 %. */
export type LivenessReport = {
  items: number
  failuresToAcquire: number
  apcer: Record<string, number>
  bpcer: number | null
  threshold: number
  cpuMsMedian: number
  peakRssMb: number
  intervals: { apcer: Record<string, Bounds>; bpcer: Bounds | null }
  /** The same errors had the network decided alone. */
  networkAlone: { apcer: Record<string, number>; bpcer: number | null }
  wrongCount: number
  wrong: LivenessItem[]
}

/** Of the wrong items the report lists so many. */
const MOST_WRONG = 200

/**
 * Errors by the terms of ISO/IEC 30107-3, never pooled over kinds of attack: APCER per kind, the share of attacks
 * taken for live; BPCER, the share of living faces refused (null when the list has none). Live is a score of at least
 * `threshold`; what shows no face is refused. Intervals treat items as independent, which frames of one video are not:
 * those belong into one burst.
 */
export function summarizeLiveness(
  items: LivenessItem[],
  threshold: number,
  costs: { cpuMs: number[]; peakRssMb: number },
): LivenessReport {
  const attacks = LIVENESS_LABELS.filter(
    (label) => label !== 'live' && items.some((item) => item.label === label),
  )
  const apcer = attacks.map((label) => [label, errorRate(items, label, threshold)] as const)
  const bpcer = items.some(({ label }) => label === 'live')
    ? errorRate(items, 'live', threshold)
    : null
  const wrong = items.filter((item) => isWrong(item, threshold))
  const alone = items.map((item) => ({ ...item, score: item.network }))
  return {
    items: items.length,
    failuresToAcquire: items.filter(({ score }) => score === null).length,
    apcer: Object.fromEntries(apcer.map(([label, { rate }]) => [label, rate])),
    bpcer: bpcer?.rate ?? null,
    threshold,
    cpuMsMedian: median(costs.cpuMs),
    peakRssMb: costs.peakRssMb,
    intervals: {
      apcer: Object.fromEntries(apcer.map(([label, rate]) => [label, bounds(rate)])),
      bpcer: bpcer && bounds(bpcer),
    },
    networkAlone: {
      apcer: Object.fromEntries(
        attacks.map((label) => [label, errorRate(alone, label, threshold).rate]),
      ),
      bpcer: bpcer && errorRate(alone, 'live', threshold).rate,
    },
    wrongCount: wrong.length,
    wrong: wrong.slice(0, MOST_WRONG),
  }
}

function errorRate(items: LivenessItem[], label: LivenessLabel, threshold: number): Rate {
  const ofLabel = items.filter((item) => item.label === label)
  return wilson(ofLabel.filter((item) => isWrong(item, threshold)).length, ofLabel.length)
}

function isWrong({ label, score }: LivenessItem, threshold: number): boolean {
  const takenForLive = score !== null && score >= threshold
  return takenForLive !== (label === 'live')
}

function bounds({ low, high }: Rate): Bounds {
  return { low, high }
}
