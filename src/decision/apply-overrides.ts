import type { Origin } from '../documents/origin'
import type { Bar, BarChange, BarName, Override, Policy, TamperWeight } from './policy'

/** The policy as it holds for documents from there: what is unknown of a document falls under no override that names it. */
export function policyFor(policy: Policy, origin: Origin): Policy {
  return policy.overrides
    .filter((override) => isMeant(override, origin))
    .reduce((sum, override) => overridden(sum, override), policy)
}

function isMeant({ documentTypes, countries }: Override, origin: Origin): boolean {
  const { documentType, country } = origin
  const type = documentTypes === undefined || documentTypes.some((each) => each === documentType)
  return type && (countries === undefined || countries.some((each) => each === country))
}

function overridden(
  policy: Policy,
  { targetFalseMatchRate, tamperSignals = {}, bars = {} }: Override,
): Policy {
  const changed = Object.entries(bars).map(([name, change]) => [
    name,
    changedBar(policy.bars[name as BarName], change),
  ])
  const signals = Object.entries({ ...policy.tamperSignals, ...tamperSignals })
  return {
    ...policy,
    targetFalseMatchRate: targetFalseMatchRate ?? policy.targetFalseMatchRate,
    tamperSignals: Object.fromEntries(
      signals.filter((signal): signal is [string, TamperWeight] => signal[1] !== 'OFF'),
    ),
    bars: { ...policy.bars, ...Object.fromEntries(changed) },
  }
}

/** A bar with what is set anew. */
export function changedBar(bar: Bar, change: BarChange): Bar {
  const { pass = bar.pass, otherwise = bar.otherwise } = change
  const warn = change.warn === undefined ? bar.warn : (change.warn ?? undefined)
  const optional = change.optional ?? bar.optional
  return { pass, ...(warn !== undefined && { warn }), otherwise, ...(optional && { optional }) }
}
