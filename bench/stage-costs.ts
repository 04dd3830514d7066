import { quantile } from '../src/evaluation/interval'
import type { Cost } from './processor-time'

type Quantiles = { median: number; p95: number }

/** Median and 95th percentile, in milliseconds, over many runs. */
export type StageCost = { wallMs: Quantiles; cpuMs: Quantiles }

/** What each stage cost over many runs; a stage that a run left out does not count in it. */
export function stagesOf(runs: { stages: Record<string, Cost> }[]): Record<string, StageCost> {
  const names = [...new Set(runs.flatMap(({ stages }) => Object.keys(stages)))]
  return Object.fromEntries(
    names.map((name) => [name, spread(runs.flatMap(({ stages }) => stages[name] ?? []))]),
  )
}

export function spread(costs: Cost[]): StageCost {
  const quantiles = (numbers: number[]) => ({
    median: quantile(numbers, 0.5),
    p95: quantile(numbers, 0.95),
  })
  return {
    wallMs: quantiles(costs.map(({ wallMs }) => wallMs)),
    cpuMs: quantiles(costs.map(({ cpuMs }) => cpuMs)),
  }
}
