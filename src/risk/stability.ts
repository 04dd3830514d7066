/** How a distribution compares with the one it is held against. NOT_ENOUGH: too few sessions to say. */
export type DriftState = 'STABLE' | 'MOVED' | 'DRIFTED' | 'NOT_ENOUGH'

export type Drift = { psi: number | null; state: DriftState }

/** From where on a distribution has moved a little, and much: rules of thumb of credit scoring (Siddiqi 2006, Credit Risk Scorecards). */
export const MOVED_AT = 0.1
export const DRIFTED_AT = 0.25

/** With fewer sessions in either window chance alone moves as much. */
export const LEAST_SESSIONS = 200

/** Tenths of the reference, where its values allow. */
const BINS = 10

/** A bin nobody is in counts as half a session: the logarithm of none would be without end. */
const HALF = 0.5

/** `driftOfCounts` of values: bins lie between deciles of the reference, what is not known (null) is a bin of its own. */
export function driftOf(
  reference: readonly (number | null)[],
  recent: readonly (number | null)[],
): Drift {
  const cuts = cutsOf(reference)
  return driftOfCounts(countsIn(reference, cuts), countsIn(recent, cuts))
}

/**
 * Population stability index of counts in the same bins then and now: the sum over bins of (p − q) ln(p / q), p and q the shares
 * now and in the reference.
 *
 * With no change at all an index is about as large as a chi-squared variable of bins − 1 degrees of freedom times 1/n + 1/m
 * (Yurdakul and Naranjo 2020, Statistical properties of the population stability index). What one of a thousand unchanged
 * distributions reaches is called STABLE whatever its index.
 */
export function driftOfCounts(before: readonly number[], now: readonly number[]): Drift {
  const [first, last] = [sum(before), sum(now)]
  if (Math.min(first, last) < LEAST_SESSIONS) return { psi: null, state: 'NOT_ENOUGH' }
  const bins = before.map((count, at) => [count, now[at] ?? 0] as const)
  const used = bins.filter(([then, since]) => then + since > 0)
  const psi = used.reduce((total, [then, since]) => {
    const q = Math.max(then, HALF) / first
    const p = Math.max(since, HALF) / last
    return total + (p - q) * Math.log(p / q)
  }, 0)
  const chance = (1 / first + 1 / last) * seldomReached(used.length - 1)
  if (psi < Math.max(MOVED_AT, chance)) return { psi, state: 'STABLE' }
  return { psi, state: psi < DRIFTED_AT ? 'MOVED' : 'DRIFTED' }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

const BADNESS: readonly DriftState[] = ['NOT_ENOUGH', 'STABLE', 'MOVED', 'DRIFTED']

/** What is to be said of several that are looked at together. */
export function worstOf(states: readonly DriftState[]): DriftState {
  const worst = Math.max(0, ...states.map((state) => BADNESS.indexOf(state)))
  return BADNESS[worst] ?? 'NOT_ENOUGH'
}

/** Of a cut so many digits: it is shown, and is not to be the measured value of somebody. */
const DIGITS = 3

/** Between what the bins lie, each once, growing: deciles of what is known. */
export function cutsOf(reference: readonly (number | null)[]): number[] {
  const known = reference.filter((value) => value !== null).sort((a, b) => a - b)
  const deciles = Array.from({ length: BINS - 1 }, (_, at) => {
    return known[Math.floor(((at + 1) * known.length) / BINS)]
  })
  const cuts = deciles.filter((cut) => cut !== undefined)
  return [...new Set(cuts.map((cut) => Number(cut.toPrecision(DIGITS))))]
}

/** Bin 0: what is not known; then at or below the first cut, the second, …, above the last. */
export function binOf(value: number | null, cuts: readonly number[]): number {
  if (value === null) return 0
  const above = cuts.findIndex((cut) => value <= cut)
  return above === -1 ? cuts.length + 1 : above + 1
}

function countsIn(values: readonly (number | null)[], cuts: readonly number[]): number[] {
  const counts = Array.from({ length: cuts.length + 2 }, () => 0)
  for (const value of values) {
    const bin = binOf(value, cuts)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

/** The normal deviate that one of a thousand is above. */
const DEVIATE = 3.0902

/** What one of a thousand chi-squared variables of so many degrees of freedom is above (Wilson and Hilferty 1931). */
function seldomReached(freedom: number): number {
  if (freedom < 1) return 0
  const spread = 2 / (9 * freedom)
  return freedom * (1 - spread + DEVIATE * Math.sqrt(spread)) ** 3
}
