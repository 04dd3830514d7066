/**
 * How often two strangers score at least so much: (score, false match rate), scores ascending, rates falling. Two points
 * or more. Beyond its ends a table says nothing.
 */
export type FalseMatchTable = readonly (readonly [score: number, falseMatchRate: number])[]

/**
 * The share of strangers that look at least as alike as two templates with this score: from the table's first rate to
 * its last, below which the data it is made from say nothing. Between its points the logarithm is linear.
 */
export function falseMatchRate(table: FalseMatchTable, score: number): number {
  const points = table.map(([x, rate]) => [x, Math.log(rate)] as const)
  return Math.exp(interpolate(points, score))
}

/**
 * The score at which strangers match with the share `target`.
 * @returns Infinity when the table's rates do not reach down to it: then nothing matches
 */
export function thresholdFor(table: FalseMatchTable, target: number): number {
  const [, least = 1] = table.at(-1) ?? []
  if (target < least) return Number.POSITIVE_INFINITY
  const points = table.map(([x, rate]) => [-Math.log(rate), x] as const)
  return interpolate(points, -Math.log(target))
}

/** Linear between points of ascending x, constant beyond the first and the last. */
function interpolate(points: (readonly [number, number])[], x: number): number {
  const above = points.findIndex(([at]) => at > x)
  if (above === -1) return points.at(-1)?.[1] ?? Number.NaN
  const [x1, y1] = points[above] ?? [0, 0]
  const [x0, y0] = points[above - 1] ?? [x1 - 1, y1]
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0)
}
