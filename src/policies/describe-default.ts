import { BAR_RANGES, type BarRange } from '../decision/bar-ranges'
import type { BarName } from '../decision/policy'
import type { Deps } from '../deps'
import { defaultDefinition, hashOf } from './policy-definition'

/** Rates that somebody may think of, from lenient to strict. */
const USUAL_RATES = [1e-3, 1e-4, 5e-5, 1e-5, 1e-6]

/** The default policy as data, and what a policy of one's own may set. */
export function describeDefault({ faces, policy }: Pick<Deps, 'faces' | 'policy'>) {
  const definition = defaultDefinition()
  const ranges = Object.entries(BAR_RANGES) as [BarName, BarRange][]
  return {
    version: policy.version,
    definition,
    sha256: hashOf(definition),
    bars: ranges.map(([check, { unit, least, most, biometric }]) => {
      return { check, unit, least, most, mayReject: !biometric }
    }),
    falseMatchRates: USUAL_RATES.filter((rate) => Number.isFinite(faces.thresholdFor(rate))),
  }
}
