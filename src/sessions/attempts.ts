import { AppError } from '../errors'

/**
 * So often a session may be submitted, and a challenge be started in it; and so often an applicant may within PAUSE_MS,
 * whatever the session. Scores that can be asked for again and again can be climbed.
 */
export const MOST_ATTEMPTS = 5

export const PAUSE_MS = 3_600_000

/** When the latest attempts were made. */
export type Attempts = { ofSession: number; ofApplicant: Date[] }

/** @throws AppError TOO_MANY_ATTEMPTS, with when to come back where that helps */
export function assertAttemptLeft({ ofSession, ofApplicant }: Attempts, now: Date): void {
  if (ofSession >= MOST_ATTEMPTS)
    throw new AppError(
      'TOO_MANY_ATTEMPTS',
      `A session has ${MOST_ATTEMPTS} attempts, and all are used. Submit it for review, or create a new session.`,
      'sessionId',
    )
  const again = pauseEnds(ofApplicant, now)
  if (again !== null)
    throw new AppError(
      'TOO_MANY_ATTEMPTS',
      `This applicant has tried ${MOST_ATTEMPTS} times within an hour. Try again after ${again.toISOString()}.`,
      'sessionId',
      { retryAfterSec: Math.ceil((again.getTime() - now.getTime()) / 1000) },
    )
}

/** When the applicant may try again; null: now. */
export function pauseEnds(attempts: readonly Date[], now: Date): Date | null {
  const recent = attempts
    .map((at) => at.getTime())
    .filter((at) => at > now.getTime() - PAUSE_MS)
    .sort((a, b) => b - a)
  const decisive = recent[MOST_ATTEMPTS - 1]
  return decisive === undefined ? null : new Date(decisive + PAUSE_MS)
}
