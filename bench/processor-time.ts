import { readFileSync } from 'node:fs'

/** Linux counts processor time of other processes in hundredths of a second. */
const MS_PER_TICK = 10

/**
 * Milliseconds of processor time that this process and its children have used so far: the image guard's decoder is a
 * child, and counted in steps of 10 ms; on other systems than Linux it is left out.
 */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000 + childIds().reduce((sum, id) => sum + ticksOf(id) * MS_PER_TICK, 0)
}

/** Milliseconds of wall-clock and of processor time. */
export type Cost = { wallMs: number; cpuMs: number }

/** Does the work and notes what it cost under the name of its stage. */
export async function timed<T>(
  stages: Record<string, Cost>,
  stage: string,
  work: () => T | Promise<T>,
): Promise<T> {
  const cpu = processorMs()
  const start = performance.now()
  const result = await work()
  stages[stage] = { wallMs: performance.now() - start, cpuMs: processorMs() - cpu }
  return result
}

/** Peak resident memory so far in MB (2^20 bytes): of this process, and of its largest child (Linux; else 0). */
export function peakMemoryMb(): { own: number; child: number } {
  const children = childIds().map(
    (id) => Number(/VmHWM:\s+(\d+) kB/.exec(textOf(`/proc/${id}/status`))?.[1] ?? 0) / 1024,
  )
  return { own: process.resourceUsage().maxRSS / 1024, child: Math.max(0, ...children) }
}

function childIds(): number[] {
  const text = textOf(`/proc/self/task/${process.pid}/children`)
  return text.split(' ').filter(Boolean).map(Number)
}

/** utime and stime, fields 14 and 15 of proc(5); the name before them ends with the last bracket. */
function ticksOf(id: number): number {
  const fields = textOf(`/proc/${id}/stat`).split(') ').pop()?.split(' ') ?? []
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}

/** Empty where there is no such file: the process has ended, or the system has no /proc. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
