import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql'
import { isBlindTo } from '../review/judge-blindly'
import { escalateCase, noteOnCase, releaseCase, takeCase, takeNextCase } from '../review/work-case'
import type { ReviewCase } from '../storage/review-cases'
import { type Context, callerOf } from './context'
import { ReviewOutcome } from './review.enums'
import {
  ReviewCaseEscalateInput,
  ReviewCaseEscalatePayload,
  ReviewCaseNextInput,
  ReviewCaseNextPayload,
  ReviewCaseReleaseInput,
  ReviewCaseReleasePayload,
  ReviewCaseTakeInput,
  ReviewCaseTakePayload,
  ReviewNoteAddInput,
  ReviewNoteAddPayload,
} from './review.inputs'
import { ReviewCaseType, ReviewNoteType, ReviewType } from './review-case.types'
import { KycSessionType } from './session.types'
import { asPayload } from './user-errors'

const refOf = ({ tenantId, id: caseId }: ReviewCase) => ({ tenantId, caseId })

/** What a reviewer does with a case before deciding it, and what is told of one. */
@Resolver(() => ReviewCaseType)
export class ReviewCaseResolver {
  @FieldResolver(() => KycSessionType, { description: 'The session.' })
  session(@Root() { tenantId, sessionId }: ReviewCase, @Ctx() context: Context) {
    callerOf(context, 'SESSIONS_READ')
    return context.deps.sessions.get({ tenantId, sessionId })
  }

  @FieldResolver(() => ReviewOutcome, {
    nullable: true,
    description: 'What was decided; null where the session was cancelled or erased.',
  })
  outcome(@Root() found: ReviewCase, @Ctx() context: Context) {
    return isBlindTo(found, callerOf(context, 'RESULTS_READ').id) ? null : found.outcome
  }

  @FieldResolver(() => [ReviewType], {
    description: 'What was said of it, oldest first; empty for whoever is to judge it blindly.',
  })
  reviews(@Root() found: ReviewCase, @Ctx() context: Context) {
    const { id } = callerOf(context, 'RESULTS_READ')
    return isBlindTo(found, id) ? [] : context.deps.reviewRecords.reviews(refOf(found))
  }

  @FieldResolver(() => [ReviewNoteType], {
    description: 'The notes, oldest first; empty for whoever is to judge it blindly.',
  })
  notes(@Root() found: ReviewCase, @Ctx() context: Context) {
    const { id } = callerOf(context, 'RESULTS_READ')
    return isBlindTo(found, id) ? [] : context.deps.reviewRecords.notes(refOf(found))
  }

  @Mutation(() => ReviewCaseTakePayload, {
    description: 'Takes a case in hand: nobody else acts on it then.',
  })
  reviewCaseTake(
    @Arg('input', () => ReviewCaseTakeInput, { description: 'Which.' }) input: ReviewCaseTakeInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => takeCase(context.deps, caller, input.caseId))
  }

  @Mutation(() => ReviewCaseNextPayload, {
    description:
      'Takes the most urgent case that nobody has in hand; no result when there is none.',
  })
  reviewCaseNext(
    @Arg('input', () => ReviewCaseNextInput, { description: 'Which.' })
    { country = null }: ReviewCaseNextInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => takeNextCase(context.deps, caller, country))
  }

  @Mutation(() => ReviewCaseReleasePayload, { description: 'Puts a case back.' })
  reviewCaseRelease(
    @Arg('input', () => ReviewCaseReleaseInput, { description: 'Which.' })
    input: ReviewCaseReleaseInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => releaseCase(context.deps, caller, input.caseId))
  }

  @Mutation(() => ReviewCaseEscalatePayload, {
    description: 'Passes a case on to somebody else, before all others.',
  })
  reviewCaseEscalate(
    @Arg('input', () => ReviewCaseEscalateInput, { description: 'Which.' })
    input: ReviewCaseEscalateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => escalateCase(context.deps, caller, input.caseId))
  }

  @Mutation(() => ReviewNoteAddPayload, {
    description: 'Writes a note on a case in hand, for good.',
  })
  reviewNoteAdd(
    @Arg('input', () => ReviewNoteAddInput, { description: 'The note.' }) input: ReviewNoteAddInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => noteOnCase(context.deps, caller, input))
  }
}
