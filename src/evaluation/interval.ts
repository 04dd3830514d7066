/** A proportion with its 95 % interval. */
export type Rate = { count: number; of: number; rate: number; low: number; high: number }

const Z = 1.959963984540054

/** Wilson's score interval (Wilson 1927) of `count` out of `of`; all zero when `of` is zero. */
export function wilson(count: number, of: number): Rate {
  if (of === 0) return { count, of, rate: 0, low: 0, high: 0 }
  const p = count / of
  const z2 = (Z * Z) / of
  const centre = (p + z2 / 2) / (1 + z2)
  const half = (Z / (1 + z2)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of))
  return { count, of, rate: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

/** The value below which the share `q` (0..1) of the numbers lies; nearest rank. NaN when there are none. */
export function quantile(numbers: number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const rank = Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))
  return sorted[rank] ?? Number.NaN
}
