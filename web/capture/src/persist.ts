import { AskError } from '../../shared/ask'
import { once, pause } from './dom'

let waiting: (offline: boolean) => void = () => undefined

/** `listener` is told when something waits for the network, and when it no longer does. */
export function tellOfNetwork(listener: (offline: boolean) => void): void {
  waiting = listener
}

const DELAYS_MS = [500, 1000, 2000, 4000, 8000]

/** Trouble that goes away by itself: no network, a server that restarts, too much at once. */
function passes(error: unknown): error is AskError {
  const codes = ['OFFLINE', 'INTERNAL_SERVER_ERROR', 'RATE_LIMITED']
  return error instanceof AskError && codes.includes(error.code)
}

/**
 * Tries until it succeeds, or fails for good. Without a network it waits for one, however long that takes; Whoever asked `tellOfNetwork` hears of
 * that, and of its end. A server that fails six times running fails for good.
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      const result = await work()
      waiting(false)
      return result
    } catch (error) {
      await patience(error, failures)
    }
  }
}

/** Waits until it is worth another try. @throws what it was given, where it is not */
async function patience(error: unknown, failures: number) {
  if (!passes(error)) throw error
  const offline = error.code === 'OFFLINE'
  if (!offline && failures >= DELAYS_MS.length) throw error
  const delayMs = DELAYS_MS[Math.min(failures, DELAYS_MS.length - 1)] ?? 0
  waiting(offline)
  await Promise.race([pause((error.retryAfterSec ?? 0) * 1000 || delayMs), once(window, 'online')])
}
