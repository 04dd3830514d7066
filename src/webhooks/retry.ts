/** Seconds before each attempt, counted from the one before it; 75.6 h in all (Standard Webhooks 1.0). */
export const ATTEMPT_DELAYS_SEC = [
  0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
] as const

const JITTER = 0.2
const MAX_RETRY_AFTER_SEC = 86_400
const GONE = 410

/** What came of an attempt: the server's answer, or a reason why there was none. */
export type AttemptOutcome = { status: number; retryAfterSec: number | null } | { refused: string }

export type NextStep =
  | { step: 'DELIVERED' }
  | { step: 'RETRY'; delaySec: number }
  | { step: 'DISABLE_ENDPOINT' }
  | { step: 'DEAD_LETTER' }

/**
 * What follows an attempt. `attempt` counts from 1; `random` is 0..1 and spreads the delay over ±20 %. Only 2xx is
 * success; a redirect is a failure; 410 asks for no more; a Retry-After longer than our delay is kept, up to a day.
 */
export function nextStep(attempt: number, outcome: AttemptOutcome, random: number): NextStep {
  const status = 'status' in outcome ? outcome.status : 0
  if (status >= 200 && status < 300) return { step: 'DELIVERED' }
  if (status === GONE) return { step: 'DISABLE_ENDPOINT' }
  const delaySec = ATTEMPT_DELAYS_SEC[attempt]
  if (delaySec === undefined) return { step: 'DEAD_LETTER' }
  const spreadSec = delaySec * (1 - JITTER + 2 * JITTER * random)
  return { step: 'RETRY', delaySec: Math.max(spreadSec, askedSec(outcome)) }
}

function askedSec(outcome: AttemptOutcome): number {
  const asked = 'status' in outcome ? (outcome.retryAfterSec ?? 0) : 0
  return Math.min(asked, MAX_RETRY_AFTER_SEC)
}
