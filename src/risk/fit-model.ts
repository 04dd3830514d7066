import { FEATURE_NAMES, type FeatureName, featureOf, shapeOf } from './features'
import type { Signal } from './measure-signals'
import { admissible, type RiskModel, scoreRisk } from './score-risk'

/** A session whose truth is known; `weight`: how much it counts, 1 unless given. */
export type Example = { signals: readonly Signal[]; fraud: boolean; weight?: number }

// Looked up once: in the realm of a test every mention of a global is a slow call.
const { abs, exp, max } = Math

/** How strongly the weights are drawn to those before: as much as so many labels of the rarer kind. */
const PRIOR_LABELS = 0.3

const ROUNDS = 3000
const SETTLED = 1e-7

/**
 * Logistic regression with weights of at least 0, drawn to those of `before` (a normal prior around them), so that few labels
 * change little. Both outcomes weigh the same, whatever their number: which honest sessions get a label says little about
 * how many there are. Projected gradient with Nesterov's momentum (Beck and Teboulle 2009, FISTA); the problem is convex.
 * The bar of the result is that of `before` until `barFor` sets it.
 */
export function fitModel(
  examples: readonly Example[],
  before: RiskModel,
  version: string,
): RiskModel {
  const rows = examples.map(({ signals }) => rowOf(signals))
  const weightOf = ({ weight = 1 }: Example) => weight
  const sumOf = (wanted: boolean) =>
    examples.reduce((sum, each) => sum + (each.fraud === wanted ? weightOf(each) : 0), 0)
  const [frauds, honests] = [sumOf(true), sumOf(false)]
  const shares = examples.map((each) => (0.5 * weightOf(each)) / (each.fraud ? frauds : honests))
  const start = [-before.bar, ...FEATURE_NAMES.map((name) => before.weights[name])]
  const pull = PRIOR_LABELS / max(1, Math.min(frauds, honests))
  const step = 1 / (0.25 * (1 + FEATURE_NAMES.length) + pull)
  let [at, ahead, momentum] = [start, start, 1]
  for (let round = 0; round < ROUNDS; round++) {
    const slope = slopeAt(ahead, rows, examples, shares)
    const next = ahead.map((value, index) => {
      const drawn = index === 0 ? 0 : pull * (value - (start[index] ?? 0))
      const moved = value - step * ((slope[index] ?? 0) + drawn)
      return index === 0 ? moved : max(0, moved)
    })
    const moved = max(...next.map((value, index) => abs(value - (at[index] ?? 0))))
    const grown = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const share = (momentum - 1) / grown
    ahead = next.map((value, index) => value + share * (value - (at[index] ?? 0)))
    ;[at, momentum] = [next, grown]
    if (moved < SETTLED) break
  }
  const [, ...weights] = at
  const named = Object.fromEntries(FEATURE_NAMES.map((name, index) => [name, weights[index] ?? 0]))
  return { version, bar: before.bar, weights: named as RiskModel['weights'] }
}

function rowOf(signals: readonly Signal[]): number[] {
  const values = new Map<FeatureName, number | null>(
    signals.map(({ name, value }) => [name, value]),
  )
  return [1, ...FEATURE_NAMES.map((name) => shapeOf(name, values.get(name) ?? null))]
}

function slopeAt(
  weights: number[],
  rows: number[][],
  examples: readonly Example[],
  shares: number[],
): number[] {
  const slope = weights.map(() => 0)
  rows.forEach((row, index) => {
    let sum = 0
    for (let column = 0; column < row.length; column++)
      sum += (row[column] ?? 0) * (weights[column] ?? 0)
    const error = 1 / (1 + exp(-sum)) - Number(examples[index]?.fraud)
    const share = (shares[index] ?? 0) * error
    for (let column = 0; column < row.length; column++)
      slope[column] = (slope[column] ?? 0) + share * (row[column] ?? 0)
  })
  return slope
}

/**
 * The model with its bar where this share of the sessions lies above: what a team can look at. Those that go to a person whatever
 * the bar take their part of it first. The weights are then made admissible to that bar.
 * @param stream sessions as they come, labelled or not
 */
export function barFor(
  model: RiskModel,
  stream: readonly (readonly Signal[])[],
  load: number,
): RiskModel {
  const others = stream.filter((signals) => !isCertain(signals))
  const sums = others.map((signals) => logOdds(signals, model)).sort((a, b) => b - a)
  const certain = stream.length - others.length
  const left = max(0, Math.floor(load * stream.length) - certain)
  const bar = max(LEAST_BAR, sums[left] ?? LEAST_BAR)
  return admissible({ ...model, bar })
}

/** Whether a watchlist or an age sends it to a person, or may. */
function isCertain(signals: readonly Signal[]): boolean {
  return signals.some(({ name, value }) => featureOf(name).always && shapeOf(name, value) > 0)
}

/** Added up as the score is, to the last bit: many sessions are equal, and none of them may be above their own bar. */
function logOdds(signals: readonly Signal[], model: RiskModel): number {
  const { contributions } = scoreRisk(signals, model)
  return contributions.reduce((sum, { contribution }) => sum + contribution, 0)
}

/** A bar has room below it for weak features. */
const LEAST_BAR = 1
