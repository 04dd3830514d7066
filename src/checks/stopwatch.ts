/** Wall-clock milliseconds of one step. */
export type Timing = { step: string; durationMs: number }

export type Stopwatch = {
  timings: Timing[]
  /** Milliseconds of all steps whose name begins so. */
  of(step: string): number
  time<T>(step: string, work: () => T | Promise<T>): Promise<T>
}

export function stopwatch(): Stopwatch {
  const timings: Timing[] = []
  return {
    timings,
    of: (step) =>
      timings
        .filter((timing) => timing.step.startsWith(step))
        .reduce((sum, { durationMs }) => sum + durationMs, 0),
    async time(step, work) {
      const start = performance.now()
      const result = await work()
      timings.push({ step, durationMs: Math.round(performance.now() - start) })
      return result
    },
  }
}
