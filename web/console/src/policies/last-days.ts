const DAY_MS = 86_400_000

/** Of which past sessions may be tried, in days. */
export const DAYS = ['7', '30', '90', '365']

/** So many days until this moment. */
export function lastDays(days: string): { from: string; before: string } {
  const before = new Date()
  const from = new Date(before.getTime() - Number(days) * DAY_MS)
  return { from: from.toISOString(), before: before.toISOString() }
}
