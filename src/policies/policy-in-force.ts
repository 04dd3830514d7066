import type { Policy } from '../decision/policy'
import type { Deps } from '../deps'
import type { RiskModel } from '../risk/score-risk'
import type { PolicyVersion } from '../storage/policies'
import { defaultDefinition, hashOf, policyOf } from './policy-definition'
import { riskModelOf } from './risk-model'

type World = Pick<Deps, 'policies' | 'policy'>

/** A policy ready to decide, and the hash of what it says. */
export type ReadyPolicy = { policy: Policy; sha256: string }

/** By which an organisation's sessions are decided now: the one it published, or the default. */
export async function policyInForce(deps: World, tenantId: string): Promise<ReadyPolicy> {
  const published = await deps.policies.inForce(tenantId)
  return published ? readyPolicy(published) : defaultPolicy(deps)
}

/** A policy of an organisation's own. Its hash is computed anew: a definition that was tampered with shows. */
export function readyPolicy({ id, number, definition }: PolicyVersion): ReadyPolicy {
  const policy = policyOf({ id, version: `policy-${number}` }, definition)
  return { policy, sha256: hashOf(definition) }
}

/** By which the risk of an organisation's sessions is scored now. */
export async function riskModelInForce(
  { policies }: Pick<World, 'policies'>,
  tenantId: string,
): Promise<RiskModel> {
  const published = await policies.inForce(tenantId)
  return riskModelOf(published ? readyPolicy(published).policy : {})
}

export function defaultPolicy({ policy }: Pick<World, 'policy'>): ReadyPolicy {
  return { policy, sha256: hashOf(defaultDefinition()) }
}

type Recorded = { tenantId: string; policyId: string | null }

/** By which a decision was made; where that was a default, today's stands for it. @throws AppError NOT_FOUND */
export async function policyOfDecision(
  deps: World,
  { tenantId, policyId }: Recorded,
): Promise<ReadyPolicy> {
  if (policyId === null) return defaultPolicy(deps)
  return readyPolicy(await deps.policies.get({ tenantId, id: policyId }))
}
