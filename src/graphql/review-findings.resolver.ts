import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql'
import { maskedFindings } from '../review/masked-findings'
import { revealFields } from '../review/reveal-fields'
import type { ReviewCase } from '../storage/review-cases'
import { type Context, callerOf } from './context'
import { ReviewCaseType } from './review-case.types'
import {
  ReviewFieldsRevealInput,
  ReviewFieldsRevealPayload,
  ReviewFindingsType,
} from './review-findings.types'
import { asPayload } from './user-errors'

/** What only people who decide cases are shown. */
@Resolver(() => ReviewCaseType)
export class ReviewFindingsResolver {
  @FieldResolver(() => ReviewFindingsType, {
    nullable: true,
    description: 'What was found, without values; null where nothing was read. Needs CASES_DECIDE.',
  })
  findings(@Root() found: ReviewCase, @Ctx() context: Context) {
    callerOf(context, 'CASES_DECIDE')
    return maskedFindings(context.deps, found)
  }

  @Mutation(() => ReviewFieldsRevealPayload, {
    description:
      'Shows what fields say, to whoever has the case in hand; the audit log says which.',
  })
  reviewFieldsReveal(
    @Arg('input', () => ReviewFieldsRevealInput, { description: 'Which.' })
    input: ReviewFieldsRevealInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(async () => ({ fields: await revealFields(context.deps, caller, input) }))
  }
}
