import { type Figure, placesOf } from './bootstrap'

// Looked up once: in the realm of a test every mention of a global is a slow call.
const { exp, log, log1p } = Math

/**
 * Two faces that were compared: the natural logarithm of how much likelier one person was said to be than two, whether they are
 * one, and whose they are.
 */
export type Trial = { ratio: number; same: boolean; party: string }

/** What a trial costs, in bits: little where the ratio says what is, much where it is sure of the contrary. */
function costOf({ ratio, same }: Pick<Trial, 'ratio' | 'same'>): number {
  const against = same ? -ratio : ratio
  const cost = against > 0 ? against + log1p(exp(-against)) : log1p(exp(against))
  return cost / log(2)
}

/**
 * The cost of log-likelihood ratios (Brümmer and du Preez 2006, Application-independent evaluation of speaker detection): the mean
 * cost of one person and that of two, halved. 0: they are sure and right; 1: as good as saying nothing. NaN without both kinds.
 */
export function cllr(trials: readonly Pick<Trial, 'ratio' | 'same'>[]): number {
  const meanOf = (wanted: boolean) => {
    const costs = trials.filter(({ same }) => same === wanted).map(costOf)
    return costs.reduce((sum, cost) => sum + cost, 0) / costs.length
  }
  return (meanOf(true) + meanOf(false)) / 2
}

/**
 * `cllr` with its 95 % interval. Comparisons of one party are not independent: its variance is that of the parties' shares in the cost
 * (linearisation of ratios over clusters; Binder 1983, On the variances of asymptotically normal estimators from complex surveys).
 */
export function cllrFigure(trials: readonly Trial[]): Figure {
  return withInterval(cllr(trials), sharesInCost(trials))
}

/** How much less `after` costs than `before`: the same trials with other ratios, so that what they share falls out. */
export function cllrGain(before: readonly Trial[], after: readonly Trial[]): Figure {
  const [first, second] = [sharesInCost(before), sharesInCost(after)]
  const differences = first.map((share, at) => share - (second[at] ?? 0))
  return withInterval(cllr(before) - cllr(after), differences)
}

/** How far each party moves the cost from where it would be without. */
function sharesInCost(trials: readonly Trial[]): number[] {
  const { places, parties } = placesOf(trials)
  const shares = Array.from({ length: parties }, () => 0)
  const [same, other] = [true, false].map((wanted) => trials.filter((each) => each.same === wanted))
  const means = [same, other].map((kind = []) => {
    return {
      of: kind.length,
      mean: kind.reduce((sum, each) => sum + costOf(each), 0) / kind.length,
    }
  })
  trials.forEach((trial, at) => {
    const { of = 1, mean = 0 } = means[trial.same ? 0 : 1] ?? {}
    const place = places[at] ?? 0
    shares[place] = (shares[place] ?? 0) + (costOf(trial) - mean) / of / 2
  })
  return shares
}

/** The normal deviate of 95 %. */
const Z = 1.959963984540054

function withInterval(value: number, shares: readonly number[]): Figure {
  const half = Z * Math.sqrt(shares.reduce((sum, share) => sum + share * share, 0))
  return { value, low: value - half, high: value + half }
}

type Block = { same: number; of: number }

/**
 * What would be left of `cllr` with the best ratios that keep the order: what the comparison cannot tell apart. By pool adjacent
 * violators (Brümmer and du Preez 2006, section 6); equal ratios stay equal. NaN without both kinds.
 */
export function leastCllr(trials: readonly Pick<Trial, 'ratio' | 'same'>[]): number {
  const sames = trials.filter(({ same }) => same).length
  const others = trials.length - sames
  const priorOdds = sames / others
  const costs = { same: 0, other: 0 }
  for (const { same, of } of poolAdjacent(trials)) {
    const other = of - same
    const ratio = log(same / other / priorOdds)
    if (same > 0) costs.same += same * costOf({ ratio, same: true })
    if (other > 0) costs.other += other * costOf({ ratio, same: false })
  }
  return (costs.same / sames + costs.other / others) / 2
}

/** Neighbours in the order of the ratio, joined until the share of one person never falls. */
function poolAdjacent(trials: readonly Pick<Trial, 'ratio' | 'same'>[]): Block[] {
  const tied = new Map<number, Block>()
  for (const { ratio, same } of trials) {
    const block = tied.get(ratio) ?? { same: 0, of: 0 }
    tied.set(ratio, { same: block.same + Number(same), of: block.of + 1 })
  }
  const blocks: Block[] = []
  for (const [, block] of [...tied].sort(([a], [b]) => a - b)) {
    let joined = block
    for (let before = blocks.at(-1); before && isHigher(before, joined); before = blocks.at(-1)) {
      blocks.pop()
      joined = { same: before.same + joined.same, of: before.of + joined.of }
    }
    blocks.push(joined)
  }
  return blocks
}

function isHigher(before: Block, after: Block): boolean {
  return before.same * after.of >= after.same * before.of
}
