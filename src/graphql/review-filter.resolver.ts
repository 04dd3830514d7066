import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { keepFilter } from '../review/keep-filter'
import { type Context, callerOf } from './context'
import { given } from './given'
import {
  ReviewFilterDeleteInput,
  ReviewFilterDeletePayload,
  ReviewFilterSaveInput,
  ReviewFilterSavePayload,
  ReviewFilterType,
} from './review.inputs'
import { asPayload } from './user-errors'

@Resolver()
export class ReviewFilterResolver {
  @Query(() => [ReviewFilterType], { description: 'Your filters of the queue, by name.' })
  reviewFilters(@Ctx() context: Context) {
    const { tenantId, id: memberId } = callerOf(context, 'CASES_DECIDE')
    return context.deps.reviewFilters.list({ tenantId, memberId })
  }

  @Mutation(() => ReviewFilterSavePayload, { description: 'Keeps a filter of the queue.' })
  reviewFilterSave(
    @Arg('input', () => ReviewFilterSaveInput, { description: 'The filter.' })
    { name, filter }: ReviewFilterSaveInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => keepFilter(context.deps, caller, { name, filter: given(filter) }))
  }

  @Mutation(() => ReviewFilterDeletePayload, { description: 'Deletes a filter of yours.' })
  reviewFilterDelete(
    @Arg('input', () => ReviewFilterDeleteInput, { description: 'Which.' })
    { id }: ReviewFilterDeleteInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: memberId } = callerOf(context, 'CASES_DECIDE')
    const { reviewFilters, now } = context.deps
    const deed = { actor: memberId, at: now() }
    return asPayload(() => reviewFilters.remove({ tenantId, memberId }, id, deed))
  }
}
