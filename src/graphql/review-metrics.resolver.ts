import { Arg, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql'
import type { GroupMetrics, MetricGroup } from '../storage/review-metrics'
import { type Context, callerOf } from './context'
import { enumOf } from './enums'
import { DateTime } from './scalars'

const ReviewMetricGroup = enumOf<MetricGroup>(
  'ReviewMetricGroup',
  'What sessions are grouped by.',
  {
    COUNTRY: 'The issuing state of the document.',
    DOCUMENT_TYPE: 'The kind of document.',
    POLICY_VERSION: 'The policy that the checks were judged by.',
    MODEL: 'Each model that was used, as name@sha256: a session counts under several.',
  },
)

@ObjectType('ReviewMetrics', { description: 'How the sessions of one group came out.' })
class ReviewMetricsType implements GroupMetrics {
  @Field(() => String, { nullable: true, description: 'The group; null: not known.' })
  group!: string | null

  @Field(() => Int, { description: 'How many sessions.' })
  sessions!: number

  @Field(() => Float, {
    nullable: true,
    description: 'The share approved of those approved or rejected, 0 to 1.',
  })
  passRate!: number | null

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds from the first submission to the final decision: the median.',
  })
  decisionSecP50!: number | null

  @Field(() => Float, { nullable: true, description: 'The same: 95 of 100 take no longer.' })
  decisionSecP95!: number | null

  @Field(() => Float, { description: 'The share that a person had to look at, 0 to 1.' })
  reviewLoad!: number
}

@Resolver()
export class ReviewMetricsResolver {
  @Query(() => [ReviewMetricsType], {
    description:
      'How sessions came out whose checks were last decided in this time, the largest group first. Erased sessions are not counted.',
  })
  reviewMetrics(
    @Arg('from', () => DateTime, { description: 'From when.' }) from: Date,
    @Arg('before', () => DateTime, { description: 'Until before when.' }) before: Date,
    @Arg('groupBy', () => ReviewMetricGroup, { description: 'By what.' }) groupBy: MetricGroup,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return context.deps.reviewMetrics.of(tenantId, { from, before, groupBy })
  }
}
