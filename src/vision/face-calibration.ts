/**
 * How often two strangers score at least a cosine: (cosine, share), measured with this pipeline (face-mesh alignment,
 * face-embedding with mirror image) on 3 825 photographs of 1 708 people of LFW at 150 x 150, all against all:
 * 7 286 766 pairs of two people, `countersign evaluate faces --identities` of November 2026. All 19 pairs above 0.68
 * look like one person under two names in LFW (not each was checked); they are left in, so the tail is on the safe side. Below 8.65e-6 (63 pairs)
 * the line is continued with the slope between 0.50 and 0.55, which is flatter than what was measured after it.
 */
const MEASURED: readonly (readonly [cosine: number, falseMatchRate: number])[] = [
  [-0.5, 1],
  [-0.2, 0.933],
  [-0.15, 0.873],
  [-0.1, 0.784],
  [-0.05, 0.67],
  [0, 0.539],
  [0.05, 0.404],
  [0.1, 0.281],
  [0.15, 0.179],
  [0.2, 0.104],
  [0.25, 0.0542],
  [0.3, 0.0251],
  [0.35, 0.0102],
  [0.4, 3.68e-3],
  [0.45, 1.12e-3],
  [0.5, 2.72e-4],
  [0.5318, 1e-4],
  [0.532, 9.83e-5],
  [0.55, 5.59e-5],
  [0.6, 8.65e-6],
  [0.668, 1e-6],
]

/**
 * The share of strangers that look at least as alike as two templates with this cosine (-1..1): from 1 down to 1e-6,
 * below which the data say nothing. Between the measured points its logarithm is linear. Strangers are meant as LFW's
 * people are: mixed. Within one sex, age and origin the share is higher.
 */
export function falseMatchRate(cosine: number): number {
  const points = MEASURED.map(([x, rate]) => [x, Math.log(rate)] as const)
  return Math.exp(interpolate(points, cosine))
}

/** The cosine at which strangers match with the share `target`; outside 1e-6..1 that of the nearest of these. */
export function thresholdFor(target: number): number {
  const points = MEASURED.map(([x, rate]) => [-Math.log(rate), x] as const)
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
