import type { Timing } from '../../src/checks/stopwatch'
import { quantile } from '../../src/evaluation/interval'
import type { FuzzAnswer } from './worker'

type Slow = {
  seed: number
  kind: string
  wallMs: number
  cpuMs: number
  stage: string
  stageMs: number
}
type Failure = { seed: number; kind: string; stage: string; error: string }

/** Times in milliseconds, memory in MB. `codes`: READ, refusals by code, FAILED, and DIED for the process's end. */
export type FuzzReport = {
  files: number
  codes: Record<string, number>
  kinds: Record<string, { files: number; read: number; longestMs: number }>
  stages: Record<string, { median: number; p95: number; longest: number }>
  slowest: Slow[]
  peakMb: { own: number; child: number }
  failures: Failure[]
}

export type Tally = {
  /** Counts what became of a file; a text says how the process died of it. */
  add(seed: number, answer: FuzzAnswer | string): void
  report(): FuzzReport
}

const SLOWEST = 5

/** Sums up a run. A file for which `clock` shows more than `limitMs` is a failure. */
export function startTally(limitMs: number, clock: 'wallMs' | 'cpuMs'): Tally {
  const codes: FuzzReport['codes'] = {}
  const kinds: FuzzReport['kinds'] = {}
  const durations: Record<string, number[]> = {}
  const peakMb = { own: 0, child: 0 }
  const failures: Failure[] = []
  let slowest: Slow[] = []
  let files = 0

  const addAnswer = (seed: number, answer: FuzzAnswer) => {
    const { code, kind, timings, wallMs, cpuMs, failure } = answer
    codes[code] = (codes[code] ?? 0) + 1
    addKind(kinds, answer)
    for (const { step, durationMs } of timings) {
      durations[step] ??= []
      durations[step].push(durationMs)
    }
    peakMb.own = Math.max(peakMb.own, answer.peakMb.own)
    peakMb.child = Math.max(peakMb.child, answer.peakMb.child)
    const { step: stage, durationMs: stageMs } = longestOf(timings)
    slowest = [...slowest, { seed, kind, wallMs, cpuMs, stage, stageMs }]
      .sort((a, b) => b[clock] - a[clock])
      .slice(0, SLOWEST)
    if (failure !== null) failures.push({ seed, kind, ...failure })
    if (answer[clock] > limitMs)
      failures.push({ seed, kind, stage, error: `took ${Math.round(answer[clock])} ms` })
  }
  return {
    add(seed, answer) {
      files++
      if (typeof answer !== 'string') return addAnswer(seed, answer)
      codes['DIED'] = (codes['DIED'] ?? 0) + 1
      failures.push({ seed, kind: 'unknown', stage: 'unknown', error: answer })
    },
    report: () => ({ files, codes, kinds, stages: stagesOf(durations), slowest, peakMb, failures }),
  }
}

function addKind(kinds: FuzzReport['kinds'], { kind, code, wallMs }: FuzzAnswer): void {
  const counts = kinds[kind] ?? { files: 0, read: 0, longestMs: 0 }
  counts.files++
  if (code === 'READ') counts.read++
  counts.longestMs = Math.max(counts.longestMs, wallMs)
  kinds[kind] = counts
}

function longestOf(timings: Timing[]): Timing {
  const none = { step: 'none', durationMs: 0 }
  return timings.reduce(
    (most, timing) => (timing.durationMs > most.durationMs ? timing : most),
    none,
  )
}

function stagesOf(durations: Record<string, number[]>): FuzzReport['stages'] {
  return Object.fromEntries(
    Object.entries(durations).map(([step, list]) => [
      step,
      { median: quantile(list, 0.5), p95: quantile(list, 0.95), longest: Math.max(...list) },
    ]),
  )
}
