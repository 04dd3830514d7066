import type { Random } from '../specimens/random'
import { drawParties, type Figure, figureOf, placesOf } from './bootstrap'

// Looked up once: in the realm of a test every mention of a global is a slow call.
const { exp, log, log1p } = Math

/**
 * Two faces that were compared: the natural logarithm of how much likelier one person was said to be than two, whether they are
 * one, and whose they are (drawn together).
 */
export type Trial = { ratio: number; same: boolean; party: string }

const ROUNDS = 1000

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

/** `cllr` with its 95 % interval: bootstrap over people (1 000 draws). */
export function cllrFigure(trials: readonly Trial[], random: Random): Figure {
  const { places, parties } = placesOf(trials)
  const sums = [0, 1].map(() => ({
    cost: new Float64Array(parties),
    of: new Float64Array(parties),
  }))
  trials.forEach((trial, at) => {
    const [place, kind] = [places[at] ?? 0, sums[trial.same ? 1 : 0]]
    if (!kind) return
    kind.cost[place] = (kind.cost[place] ?? 0) + costOf(trial)
    kind.of[place] = (kind.of[place] ?? 0) + 1
  })
  const drawn = Array.from({ length: ROUNDS }, () => {
    const times = drawParties(parties, random)
    const means = sums.map(({ cost, of }) => weighted(cost, times) / weighted(of, times))
    return means.reduce((sum, mean) => sum + mean, 0) / 2
  })
  return figureOf(cllr(trials), drawn)
}

function weighted(values: Float64Array, times: Uint16Array): number {
  let sum = 0
  for (let at = 0; at < times.length; at++) sum += (values[at] ?? 0) * (times[at] ?? 0)
  return sum
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
