import { FEATURE_NAMES, FEATURES, type FeatureName, featureOf, shapeOf } from './features'
import type { Signal } from './measure-signals'

/**
 * A scorecard: what each feature adds at most, in log-odds, and where a person looks. No weight is below 0, so nothing odd
 * ever speaks for somebody; and all weak features together stay MARGIN below the bar.
 */
export type RiskModel = { version: string; bar: number; weights: Record<FeatureName, number> }

export type Contribution = Signal & { contribution: number }

/** Above this risk a person looks. */
export const RISK_BAR = 0.5

/** `risk`: 0..1, RISK_BAR is the bar. It orders sessions; it is no probability of fraud. */
export type RiskScore = { risk: number; contributions: Contribution[] }

/** How far below the bar weak features stay, and above it what is always for a person. */
const MARGIN = 0.5

/** What holds until there are labels to learn from: rules of thumb, measured on nothing but the simulator. */
export const RULES_ONLY: RiskModel = {
  version: 'rules-1',
  bar: 3,
  weights: Object.fromEntries(
    FEATURE_NAMES.map((name) => [name, FEATURES[name].weight]),
  ) as RiskModel['weights'],
}

/** The risk of a session, and what each signal adds to it, the most first. */
export function scoreRisk(signals: readonly Signal[], model: RiskModel): RiskScore {
  const contributions = signals
    .map((signal) => ({
      ...signal,
      contribution: model.weights[signal.name] * shapeOf(signal.name, signal.value),
    }))
    .sort((a, b) => b.contribution - a.contribution)
  const sum = contributions.reduce((total, { contribution }) => total + contribution, 0)
  return { risk: 1 / (1 + Math.exp(model.bar - sum)), contributions }
}

/**
 * The weights as a model may have them: none below 0; the weak ones shrunk together until an address or a network alone brings
 * nobody to the bar; and what is for a person in any case weighing enough for that.
 */
export function admissible({ version, bar, weights }: RiskModel): RiskModel {
  const positive = (name: FeatureName) => Math.max(0, weights[name])
  const weak = FEATURE_NAMES.filter((name) => featureOf(name).weak)
  const sum = weak.reduce((total, name) => total + positive(name), 0)
  const room = Math.max(0, bar - MARGIN)
  const shrink = sum > room ? room / sum : 1
  const weightOf = (name: FeatureName) => {
    if (featureOf(name).weak) return positive(name) * shrink
    return featureOf(name).always ? Math.max(positive(name), bar + MARGIN) : positive(name)
  }
  const entries = FEATURE_NAMES.map((name) => [name, weightOf(name)])
  return { version, bar, weights: Object.fromEntries(entries) as RiskModel['weights'] }
}
