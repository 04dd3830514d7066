import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { confirmCase, sendCaseBack } from '../review/confirm-case'
import { decideCase } from '../review/decide-case'
import { judgeBlindly, takeBlindCase } from '../review/judge-blindly'
import { type Context, callerOf } from './context'
import {
  ReviewCaseConfirmInput,
  ReviewCaseConfirmPayload,
  ReviewCaseDecideInput,
  ReviewCaseDecidePayload,
  ReviewCaseSendBackInput,
  ReviewCaseSendBackPayload,
  SecondReviewDecideInput,
  SecondReviewDecidePayload,
  SecondReviewTakeInput,
  SecondReviewTakePayload,
} from './review.inputs'
import { asPayload } from './user-errors'

@Resolver()
export class ReviewDecisionResolver {
  @Mutation(() => ReviewCaseDecidePayload, {
    description:
      'Decides a case in hand; where the organisation wants four eyes, another reviewer has to confirm.',
  })
  reviewCaseDecide(
    @Arg('input', () => ReviewCaseDecideInput, { description: 'The decision.' })
    { captureKind = null, note = null, ...input }: ReviewCaseDecideInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => decideCase(context.deps, caller, { ...input, captureKind, note }))
  }

  @Mutation(() => ReviewCaseConfirmPayload, {
    description: 'Confirms what another reviewer decided: it holds now.',
  })
  reviewCaseConfirm(
    @Arg('input', () => ReviewCaseConfirmInput, { description: 'Which.' })
    input: ReviewCaseConfirmInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => confirmCase(context.deps, caller, input.caseId))
  }

  @Mutation(() => ReviewCaseSendBackPayload, {
    description: 'Does not confirm what another reviewer decided: the case is judged anew.',
  })
  reviewCaseSendBack(
    @Arg('input', () => ReviewCaseSendBackInput, { description: 'Which.' })
    { caseId, note = null }: ReviewCaseSendBackInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => sendCaseBack(context.deps, caller, { caseId, note }))
  }

  @Mutation(() => SecondReviewTakePayload, {
    description:
      'Takes a decided case of somebody else’s that was sampled, to judge it without knowing what was said; no result when there is none.',
  })
  secondReviewTake(
    @Arg('input', () => SecondReviewTakeInput, { description: 'Which.' })
    { country = null }: SecondReviewTakeInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => takeBlindCase(context.deps, caller, country))
  }

  @Mutation(() => SecondReviewDecidePayload, {
    description: 'Says what you would have decided. The decision stays; see `reviewAgreement`.',
  })
  secondReviewDecide(
    @Arg('input', () => SecondReviewDecideInput, { description: 'What.' })
    { captureKind = null, note = null, ...input }: SecondReviewDecideInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => judgeBlindly(context.deps, caller, { ...input, captureKind, note }))
  }
}
