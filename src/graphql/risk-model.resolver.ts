import { Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql'
import { labelsForTraining } from '../learning/train-candidate'
import { riskModelInForce } from '../policies/policy-in-force'
import { type Context, callerOf } from './context'
import { RiskWeightType, weightsOf } from './risk-candidate.types'
import { LabelCountType } from './risk-effect.types'

@ObjectType('RiskModel', { description: 'By what the risk of sessions is scored.' })
class RiskModelType {
  @Field(() => String, { description: '`rules-1`, or the id of a candidate.' })
  model!: string

  @Field(() => Float, {
    description: 'The sum of what signals add above which a person looks, in log-odds.',
  })
  bar!: number

  @Field(() => [RiskWeightType], { description: 'What each signal adds at most.' })
  weights!: RiskWeightType[]
}

@ObjectType('RiskLabels', { description: 'What a candidate would learn from today.' })
class RiskLabelsType {
  @Field(() => Int, { description: 'Sessions that were assessed: the newest 200 000.' })
  sessions!: number

  @Field(() => LabelCountType, { description: 'Labels of the older half: to learn from.' })
  trainedOn!: LabelCountType

  @Field(() => LabelCountType, {
    description: 'Labels of the newer half, yours alone: to measure on.',
  })
  heldBack!: LabelCountType

  @Field(() => Int, { description: 'So many of either kind are needed in either half.' })
  needed!: number
}

@Resolver()
export class RiskModelResolver {
  @Query(() => RiskModelType, { description: 'The model of risk in force.' })
  async riskModelInForce(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    const model = await riskModelInForce(context.deps, tenantId)
    return { model: model.version, bar: model.bar, weights: weightsOf(model) }
  }

  @Query(() => RiskLabelsType, { description: 'How many labels a candidate would have today.' })
  riskLabels(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return labelsForTraining(context.deps, tenantId)
  }
}
