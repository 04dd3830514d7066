import { type Bin, histogramOf, type Seen } from '../risk/histogram'
import { type Drift, driftOf } from '../risk/stability'

/** How far what was seen has moved, and how it was spread then and now; no bins where there is too little to say so. */
export function compareSeen(
  before: readonly Seen[],
  now: readonly Seen[],
): Drift & { bins: Bin[] } {
  const values = (window: readonly Seen[]) => window.map(({ value }) => value)
  const drift = driftOf(values(before), values(now))
  return { ...drift, bins: drift.state === 'NOT_ENOUGH' ? [] : histogramOf(before, now) }
}
