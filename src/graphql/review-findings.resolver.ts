import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql'
import { correctField, correctionsInForce } from '../review/correct-field'
import { maskedFindings } from '../review/masked-findings'
import { revealFields } from '../review/reveal-fields'
import type { ReviewCase } from '../storage/review-cases'
import { type Context, callerOf } from './context'
import {
  CaseFieldCorrectInput,
  CaseFieldCorrectPayload,
  FieldCorrectionType,
} from './field-correction.types'
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
    return asPayload(() => revealFields(context.deps, caller, input))
  }

  @FieldResolver(() => [FieldCorrectionType], {
    description:
      'Of each field that a reviewer corrected the latest correction; empty for whoever is to judge it blindly. Needs CASES_DECIDE.',
  })
  async corrections(@Root() found: ReviewCase, @Ctx() context: Context) {
    const { id } = callerOf(context, 'CASES_DECIDE')
    const corrections = await correctionsInForce(context.deps, found, id)
    return corrections.map(({ value, ...each }) => ({ ...each, length: value.length }))
  }

  @Mutation(() => CaseFieldCorrectPayload, {
    description:
      'Says what a field of the document says, beside what was read, for good. It changes no decision.',
  })
  caseFieldCorrect(
    @Arg('input', () => CaseFieldCorrectInput, { description: 'What, and why.' })
    input: CaseFieldCorrectInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => correctField(context.deps, caller, input))
  }
}
