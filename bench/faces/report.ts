import { quantile } from '../../src/evaluation/interval'
import type { Cost } from '../processor-time'
import { type StageCost, stagesOf } from '../stage-costs'
import { CONTESTANTS, type Contestant, type FaceAnswer } from './contestant'
import { PRODUCT_FLOPS } from './yardstick'

/** Processor and wall-clock medians of one verification, in milliseconds; peak memory in MB. */
type ContestantReport = {
  cpuMs: number
  cpuMsWithoutDecode: number
  wallMs: number
  peakMb: number
  score: number
  stages: Record<string, StageCost>
  parts: Record<string, StageCost>
}

/** Ours divided by theirs: below 1 is less processor time. */
type Ratios = { whole: number; withoutDecode: number }

/**
 * The least that the arithmetic of our networks takes: their floating-point operations at the rate of a large matrix
 * product on one thread. `ratio`: our processor time without decoding, divided by it.
 */
type Floor = {
  runs: Record<string, number>
  multiplyAdds: Record<string, number>
  gigaflops: number
  gigaflopsPerSecond: number
  floorMs: number
  ratio: number
}

export type FacesReport = {
  date: string
  machine: string
  rounds: number
  contestants: Partial<Record<Contestant, ContestantReport>>
  ratios: Partial<Record<Contestant, Ratios>>
  floor: Floor
  failed: Partial<Record<Contestant, string>>
}

/** The answers of each, round after round; those of rounds that do not count are left out already. */
export type Measured = {
  answers: Map<Contestant, FaceAnswer[]>
  products: Cost[]
  multiplyAdds: Record<string, number>
  failed: FacesReport['failed']
}

/** Sums up a run. @throws Error when there is no answer of ours */
export function summarize(
  { answers, products, multiplyAdds, failed }: Measured,
  about: Pick<FacesReport, 'date' | 'machine' | 'rounds'>,
): FacesReport {
  const contestants: FacesReport['contestants'] = {}
  for (const name of CONTESTANTS) {
    const given = answers.get(name) ?? []
    if (given.length > 0) contestants[name] = contestantReport(given)
  }
  const { countersign: ours, ...others } = contestants
  if (ours === undefined) throw new Error('Countersign itself gave no answer.')
  const ratios = Object.fromEntries(
    Object.entries(others).map(([name, theirs]) => [
      name,
      {
        whole: ours.cpuMs / theirs.cpuMs,
        withoutDecode: ours.cpuMsWithoutDecode / theirs.cpuMsWithoutDecode,
      },
    ]),
  )
  const runs = answers.get('countersign')?.at(-1)?.runs ?? {}
  const floor = floorOf(runs, multiplyAdds, products, ours.cpuMsWithoutDecode)
  return { ...about, contestants, ratios, floor, failed }
}

function contestantReport(answers: FaceAnswer[]): ContestantReport {
  const whole = answers.map(({ stages }) => sumOf(Object.values(stages)))
  const rest = answers.map(({ stages: { decode: _, ...others } }) => sumOf(Object.values(others)))
  const median = (numbers: number[]) => quantile(numbers, 0.5)
  return {
    cpuMs: median(whole.map(({ cpuMs }) => cpuMs)),
    cpuMsWithoutDecode: median(rest.map(({ cpuMs }) => cpuMs)),
    wallMs: median(whole.map(({ wallMs }) => wallMs)),
    peakMb: Math.max(...answers.map(({ peakMb }) => peakMb)),
    score: answers.at(-1)?.score ?? Number.NaN,
    stages: stagesOf(answers),
    parts: stagesOf(answers.map(({ parts }) => ({ stages: parts }))),
  }
}

function sumOf(costs: Cost[]): Cost {
  return {
    cpuMs: costs.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    wallMs: costs.reduce((sum, { wallMs }) => sum + wallMs, 0),
  }
}

function floorOf(
  runs: Record<string, number>,
  multiplyAdds: Record<string, number>,
  products: Cost[],
  oursMs: number,
): Floor {
  const total = Object.entries(runs).reduce(
    (sum, [name, count]) => sum + count * (multiplyAdds[name] ?? 0),
    0,
  )
  const productMs = quantile(
    products.map(({ cpuMs }) => cpuMs),
    0.5,
  )
  const gigaflops = (2 * total) / 1e9
  const gigaflopsPerSecond = PRODUCT_FLOPS / 1e9 / (productMs / 1000)
  const floorMs = (gigaflops / gigaflopsPerSecond) * 1000
  return { runs, multiplyAdds, gigaflops, gigaflopsPerSecond, floorMs, ratio: oursMs / floorMs }
}
