import { policyFor } from '../decision/apply-overrides'
import type { Origin } from '../documents/origin'
import { type PolicyDefinition, policyOf, wholeBars } from './policy-definition'

/** What a definition asks of documents from there: its exceptions for them made part of it, so that none is left. */
export function definitionFor(definition: PolicyDefinition, origin: Origin): PolicyDefinition {
  const policy = policyOf({ id: null, version: '' }, { ...definition, rules: [] }) // no rule has to be compiled for it
  const { targetFalseMatchRate, tamperSignals, bars } = policyFor(policy, origin)
  const held = { targetFalseMatchRate, tamperSignals, bars: wholeBars(bars) }
  return { ...definition, ...held, overrides: [] }
}
