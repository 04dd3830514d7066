import { z } from 'zod'
import type { Policy } from '../decision/policy'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { FEATURE_NAMES, type FeatureName } from '../risk/features'
import { admissible, type RiskModel, RULES_ONLY } from '../risk/score-risk'
import { canonicalJson } from '../sessions/canonical-json'

/**
 * The model of risk of a policy: a candidate's, whole, so that the policy's hash says what decided and the candidate may be
 * forgotten. `weights`: of the features it knows.
 */
export type PolicyRiskModel = {
  candidate: string
  bar: number
  weights: Partial<Record<FeatureName, number>>
}

const weight = z.number().min(0).max(1000)

/** As it is written: the id is enough. Whatever else is given has to be the candidate's. */
export const RISK_MODEL = z.strictObject({
  candidate: z.string().regex(/^cnd_[0-9a-f]{32}$/, 'must be the id of a candidate'),
  bar: z.number().positive().max(1000).optional(),
  weights: z
    .partialRecord(z.enum(FEATURE_NAMES as [FeatureName, ...FeatureName[]]), weight)
    .optional(),
})

const FIELD = 'definition.riskModel'

/** @throws AppError INVALID when there is no such candidate, it is not ready, or what is given beside its id is not its own */
export async function wholeRiskModel(
  { candidates }: Pick<Deps, 'candidates'>,
  tenantId: string,
  { candidate, ...given }: z.infer<typeof RISK_MODEL>,
): Promise<PolicyRiskModel> {
  const found = await candidates.get({ tenantId, candidateId: candidate }).catch(absent)
  if (!found?.parameters)
    throw new AppError('INVALID', 'There is no such candidate, or it is not ready.', FIELD)
  const { bar, weights } = found.parameters
  const whole = { bar, weights }
  if (canonicalJson({ ...whole, ...given }) !== canonicalJson(whole))
    throw new AppError('INVALID', 'This is not what the candidate says: give its id alone.', FIELD)
  return { candidate, ...whole }
}

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'NOT_FOUND') return null
  throw error
}

/** A feature that the model was not trained with has no weight, save what is for a person in any case (score-risk.ts). */
export function readyRiskModel({ candidate, bar, weights }: PolicyRiskModel): RiskModel {
  const all = Object.fromEntries(FEATURE_NAMES.map((name) => [name, weights[name] ?? 0]))
  return admissible({ version: candidate, bar, weights: all as RiskModel['weights'] })
}

/** By which sessions are scored under a policy: without a model of its own by the rules. */
export function riskModelOf({ riskModel }: Pick<Policy, 'riskModel'>): RiskModel {
  return riskModel ?? RULES_ONLY
}
