export type Repeated = { now(): void; stop(): Promise<void> }

/**
 * Runs `work` now, and again `everyMs` after it has ended, or at once when `now` is called; never twice at a time.
 * What it throws goes to `onError`. Stopping waits for the run in hand.
 */
export function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Repeated {
  let stopped = false
  let asked = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  const run = async () => {
    clearTimeout(timer)
    do {
      asked = false
      await work().catch(onError)
    } while (asked && !stopped)
    running = null
    if (!stopped) timer = setTimeout(start, everyMs)
  }
  const start = () => {
    running = run()
  }
  start()
  return {
    now: () => {
      asked = true
      if (!running && !stopped) start()
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
