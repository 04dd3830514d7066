import { print } from '../../src/cli/print'
import type { StageCost } from '../stage-costs'
import type { FacesReport } from './report'

/** What we ask of ourselves against each peer: docs/benchmarks.md. */
const MOST_OF_A_PEER = 1 / 5

/** The report for people. */
export function printReport(report: FacesReport): void {
  const { date, machine, rounds, contestants, failed } = report
  print(`${date}, ${machine}; medians of ${rounds} verifications each, in turn`)
  print('\nprocessor ms        whole   without decoding      wall   peak MB')
  for (const [name, { cpuMs, cpuMsWithoutDecode, wallMs, peakMb }] of Object.entries(contestants))
    print(`  ${name.padEnd(19)}${[cpuMs, cpuMsWithoutDecode, wallMs, peakMb].map(right).join('')}`)
  for (const [name, why] of Object.entries(failed)) print(`  ${name.padEnd(19)} failed: ${why}`)
  printRatios(report)
  printStages(contestants.countersign?.stages ?? {}, 'our stages, processor ms')
  printStages(contestants.countersign?.parts ?? {}, 'measured once more by itself')
  printFloor(report)
}

function printRatios({ ratios }: FacesReport): void {
  for (const [name, { whole, withoutDecode }] of Object.entries(ratios))
    print(
      `  against ${name}: processor x ${whole.toFixed(3)}, without decoding x ${withoutDecode.toFixed(3)}` +
        ` (${whole <= MOST_OF_A_PEER ? 'at most' : 'MORE THAN'} a fifth)`,
    )
}

function printStages(stages: Record<string, StageCost>, title: string): void {
  print(`\n${title.padEnd(30)} median      p95`)
  for (const [stage, { cpuMs }] of Object.entries(stages))
    print(`  ${stage.padEnd(24)}${right(cpuMs.median)} ${right(cpuMs.p95)}`)
}

function printFloor({ floor, contestants }: FacesReport): void {
  const { runs, multiplyAdds, gigaflops, gigaflopsPerSecond, floorMs, ratio } = floor
  const parts = Object.entries(runs).map(
    ([name, count]) => `${count} x ${name} ${((multiplyAdds[name] ?? 0) / 1e6).toFixed(1)}`,
  )
  print(`\nmillion multiply-adds: ${parts.join(', ')}`)
  print(
    `arithmetic floor: ${gigaflops.toFixed(2)} GFLOP / ${gigaflopsPerSecond.toFixed(0)} GFLOP/s (1024^3 sgemm, one thread) = ${floorMs.toFixed(1)} ms`,
  )
  const whole = (contestants.countersign?.cpuMs ?? Number.NaN) / floorMs
  print(
    `we take ${ratio.toFixed(2)} times the floor without decoding, ${whole.toFixed(2)} times with it`,
  )
}

function right(value: number): string {
  return value.toFixed(1).padStart(9)
}
