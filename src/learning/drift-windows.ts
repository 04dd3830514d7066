export type Period = { from: Date; before: Date }

/** What is held against what: the first thirty days of something, and the last seven. */
export type DriftWindows = { reference: Period; recent: Period }

const DAY_MS = 86_400_000
const RECENT_DAYS = 7
const REFERENCE_DAYS = 30

/** Of each window the newest so many sessions tell enough. */
export const MOST_SESSIONS = 5000

/** `begun`: when that began; the windows never overlap, and one that has not begun is empty. */
export function driftWindows(begun: Date, now: Date): DriftWindows {
  const recent = { from: daysFrom(now, -RECENT_DAYS), before: now }
  const latest = Math.min(daysFrom(begun, REFERENCE_DAYS).getTime(), recent.from.getTime())
  const end = Math.max(begun.getTime(), latest)
  return { reference: { from: begun, before: new Date(end) }, recent }
}

function daysFrom(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS)
}
