import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  Float,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql'
import { dryRunCandidate } from '../learning/dry-run-candidate'
import { askForCandidate } from '../learning/train-candidate'
import type { LabelSource } from '../risk/observation'
import type { Candidate } from '../storage/candidates'
import { ConnectionArgs, pageArgs, toConnection } from './connection'
import { type Context, callerOf } from './context'
import {
  RiskCandidateConnection,
  RiskCandidateTrainInput,
  RiskCandidateTrainPayload,
  RiskCandidateType,
  RiskWeightType,
  weightsOf,
} from './risk-candidate.types'
import {
  RiskCandidateDryRunInput,
  RiskCandidateDryRunPayload,
} from './risk-candidate-dry-run.types'
import { CandidateEffectType } from './risk-effect.types'
import { asPayload, orNull } from './user-errors'

@Resolver(() => RiskCandidateType)
export class RiskCandidateResolver {
  @Query(() => RiskCandidateConnection, { description: 'Candidates, newest first.' })
  async riskCandidates(@Args(() => ConnectionArgs) page: ConnectionArgs, @Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return toConnection(await context.deps.candidates.list(tenantId, pageArgs(page)))
  }

  @Query(() => RiskCandidateType, { nullable: true, description: 'A candidate of yours, or null.' })
  riskCandidate(
    @Arg('id', () => ID, { description: 'Its id.' }) candidateId: string,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return orNull(() => context.deps.candidates.get({ tenantId, candidateId }))
  }

  @FieldResolver(() => [RiskWeightType], { description: 'What each signal adds at most.' })
  weights(@Root() { parameters }: Candidate) {
    return parameters ? weightsOf(parameters) : []
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'The sum of what signals add above which a person looks, in log-odds.',
  })
  bar(@Root() { parameters }: Candidate) {
    return parameters?.bar ?? null
  }

  @FieldResolver(() => CandidateEffectType, {
    nullable: true,
    description: 'What it does, on labels it did not learn from; null until it is READY.',
  })
  effect(@Root() { effect }: Candidate) {
    if (effect === null) return null
    const counts = Object.entries(effect.trainedOn.bySource) as [LabelSource, number][]
    const sources = counts.map(([source, count]) => ({ source, count }))
    return { ...effect, sources, model: effect.before.model }
  }

  @Mutation(() => RiskCandidateTrainPayload, {
    description:
      'Has a model of risk trained on the labels of today; see `riskCandidate`. Nothing decides by it.',
  })
  riskCandidateTrain(
    @Arg('input', () => RiskCandidateTrainInput, { description: 'How.' })
    { load, seed }: RiskCandidateTrainInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'POLICIES_MANAGE')
    return asPayload(() => askForCandidate(context.deps, caller, { load, seed, here: false }))
  }

  @Mutation(() => RiskCandidateDryRunPayload, {
    description:
      'Tries a candidate on past sessions: who would go to a person. Nothing is changed.',
  })
  riskCandidateDryRun(
    @Arg('input', () => RiskCandidateDryRunInput, { description: 'What, on which.' })
    wish: RiskCandidateDryRunInput,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'POLICIES_MANAGE')
    return asPayload(() => dryRunCandidate(context.deps, tenantId, wish))
  }
}
