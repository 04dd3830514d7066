import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/ask'
import {
  type PolicyFragment,
  type PolicyGroundQuery,
  type PolicyHoldsQueryVariables,
  policyDocument,
  policyGroundDocument,
  policyHoldsDocument,
} from '../../generated/graphql'
import type { Definition, Origin } from './definition'

export const GROUND = ['policy-ground']

/** Between what a bar may be set, and in which unit. */
export type Range = PolicyGroundQuery['policyDefault']['bars'][number]

/** What every policy is compared with: the one in force, and the default. */
export type Ground = {
  inForce: PolicyFragment | null
  /** By which decisions are made now. */
  current: Definition
  standard: Definition
  version: string
  sha256: string
  ranges: Map<string, Range>
  rates: readonly number[]
}

export function useGround() {
  return useQuery({
    queryKey: GROUND,
    queryFn: async () => groundOf(await ask(policyGroundDocument, {})),
  })
}

function groundOf({ policyInForce, policyDefault }: PolicyGroundQuery): Ground {
  const { version, sha256, bars, falseMatchRates: rates } = policyDefault
  const standard = policyDefault.definition as Definition
  const inForce = policyInForce ?? null
  return {
    inForce,
    current: (inForce?.definition as Definition | undefined) ?? standard,
    ...{ standard, version, sha256, rates },
    ranges: new Map(bars.map((range) => [range.check, range])),
  }
}

/** One version; null: there is none. */
export const usePolicy = (id: string, enabled = true) =>
  useQuery({
    queryKey: ['policies', id],
    queryFn: async () => (await ask(policyDocument, { id })).policy ?? null,
    enabled,
  })

/** What the policy in force asks of a document from there; the answer before while the next is on its way. */
export function useHolds({ inForce, current }: Ground, { documentType, country }: Origin) {
  const origin = {
    documentType: (documentType || null) as PolicyHoldsQueryVariables['documentType'],
    country: country.trim() || null,
  }
  return useQuery({
    queryKey: [...GROUND, inForce?.id, origin],
    queryFn: async () => {
      const { policyInForce } = await ask(policyHoldsDocument, origin)
      return (policyInForce?.definitionFor as Definition | undefined) ?? current
    },
    placeholderData: keepPreviousData,
    enabled: current.overrides.length > 0,
  })
}
