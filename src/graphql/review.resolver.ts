import { Arg, Args, Ctx, ID, Query, Resolver, Root, Subscription } from 'type-graphql'
import { actionsOf } from '../access/actions'
import { reviewAgreement } from '../review/judge-blindly'
import { type QueueNews, watchQueue } from '../review/watch-queue'
import { ConnectionArgs, pageArgs, toConnection } from './connection'
import { type Context, callerOf } from './context'
import { given } from './given'
import { ReviewAgreementType } from './review.inputs'
import {
  ReviewCaseConnection,
  ReviewCaseFilterInput,
  ReviewCaseType,
  ReviewerType,
  ReviewQueueType,
} from './review-case.types'
import { DateTime } from './scalars'
import { orNull } from './user-errors'

@Resolver(() => ReviewCaseType)
export class ReviewResolver {
  @Query(() => ReviewCaseType, {
    nullable: true,
    description: 'A case, or null when there is none with this id.',
  })
  reviewCase(
    @Arg('id', () => ID, { description: 'Its id.' }) caseId: string,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    const { reviewCases, now } = context.deps
    return orNull(() => reviewCases.get({ tenantId, caseId }, now()))
  }

  @Query(() => ReviewCaseConnection, {
    description: 'Cases, the most urgent first: by priority, then by when they are due.',
  })
  async reviewCases(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg('filter', () => ReviewCaseFilterInput, {
      nullable: true,
      description: 'Which; all when absent.',
    })
    filter: ReviewCaseFilterInput | undefined,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    const { reviewCases, now } = context.deps
    return toConnection(
      await reviewCases.list(tenantId, given(filter ?? {}), pageArgs(args), now()),
    )
  }

  @Query(() => [ReviewerType], { description: 'The members who may decide cases.' })
  async reviewers(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'CASES_DECIDE')
    const members = await context.deps.members.list(tenantId)
    return members.filter(
      ({ roles, disabledAt }) => disabledAt === null && actionsOf(roles).includes('CASES_DECIDE'),
    )
  }

  @Query(() => ReviewAgreementType, {
    description: 'How far blind second opinions, given in this time, agree with the first.',
  })
  reviewAgreement(
    @Arg('from', () => DateTime, { description: 'From when.' }) from: Date,
    @Arg('before', () => DateTime, { description: 'Until before when.' }) before: Date,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return reviewAgreement(context.deps, tenantId, { from, before })
  }

  @Subscription(() => ReviewQueueType, {
    description: 'The queue now, and again after every change of a case.',
    subscribe: ({ context }: { context: Context }) =>
      watchQueue(context.deps, callerOf(context, 'RESULTS_READ').tenantId),
  })
  reviewCasesUpdated(@Root() news: QueueNews): QueueNews {
    return news
  }
}
