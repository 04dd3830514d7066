import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql'
import { type Rate, wilson } from '../evaluation/interval'
import type { GroupMetrics, MetricGroup } from '../storage/review-metrics'
import { type Context, callerOf } from './context'
import { enumOf } from './enums'
import { DateTime } from './scalars'

const ReviewMetricGroup = enumOf<MetricGroup>(
  'ReviewMetricGroup',
  'What sessions are grouped by.',
  {
    ALL: 'Not at all: one group of all sessions.',
    DAY: 'The day on which the checks decided (UTC), as 2026-03-01.',
    COUNTRY: 'The issuing state of the document.',
    DOCUMENT_TYPE: 'The kind of document.',
    POLICY_VERSION: 'The policy that the checks were judged by.',
    MODEL: 'Each model that was used, as name@sha256: a session counts under several.',
  },
)

@ObjectType('ReviewShare', { description: 'A share, and how far it can be trusted.' })
class ReviewShareType implements Omit<Rate, 'rate'> {
  @Field(() => Int, { description: 'So many.' })
  count!: number

  @Field(() => Int, { description: 'Of so many.' })
  of!: number

  @Field(() => Float, {
    description: 'The lower end of the 95 % interval (Wilson), 0 to 1; 0 where there are none.',
  })
  low!: number

  @Field(() => Float, { description: 'The upper end; 0 where there are none.' })
  high!: number
}

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

  approved!: number
  rejected!: number
  reviewed!: number
}

@Resolver(() => ReviewMetricsType)
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

  @FieldResolver(() => ReviewShareType, { description: 'Approved, of those approved or rejected.' })
  pass(@Root() { approved, rejected }: ReviewMetricsType): ReviewShareType {
    return wilson(approved, approved + rejected)
  }

  @FieldResolver(() => ReviewShareType, { description: 'Those that a person had to look at.' })
  review(@Root() { reviewed, sessions }: ReviewMetricsType): ReviewShareType {
    return wilson(reviewed, sessions)
  }
}
