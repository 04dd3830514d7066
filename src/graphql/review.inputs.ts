import { ArrayMaxSize, Length, MaxLength } from 'class-validator'
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { ReasonCode as Code } from '../decision/reasons'
import type { ReviewVerdict } from '../decision/review'
import type { CaptureKind as CaptureKindName } from '../sessions/session'
import { CaptureKind, ReasonCode } from './enums'
import { ReviewOutcome } from './review.enums'
import { ReviewCaseFilterInput, ReviewCaseType } from './review-case.types'
import { Json } from './scalars'
import { payloadOf } from './user-errors'

const LONGEST_NOTE = 4000

@InputType()
class OfCase {
  @Field(() => ID, { description: 'The case.' })
  caseId!: string
}

@InputType({ description: 'Which case to take in hand.' })
export class ReviewCaseTakeInput extends OfCase {}

@InputType()
class FromCountry {
  @Field(() => String, { nullable: true, description: 'Only of this issuing state.' })
  @MaxLength(3)
  country?: string | null
}

@InputType({ description: 'Which case to be given.' })
export class ReviewCaseNextInput extends FromCountry {}

@InputType({ description: 'Which case to be given.' })
export class SecondReviewTakeInput extends FromCountry {}

@InputType({ description: 'Which case to put back.' })
export class ReviewCaseReleaseInput extends OfCase {}

@InputType({ description: 'Which case to pass on.' })
export class ReviewCaseEscalateInput extends OfCase {}

@InputType({ description: 'Which decision to confirm.' })
export class ReviewCaseConfirmInput extends OfCase {}

@InputType({ description: 'Which decision not to confirm.' })
export class ReviewCaseSendBackInput extends OfCase {
  @Field(() => String, { nullable: true, description: 'Why, as a note.' })
  @Length(1, LONGEST_NOTE)
  note?: string | null
}

@InputType({ description: 'A note.' })
export class ReviewNoteAddInput extends OfCase {
  @Field(() => String, { description: 'The text; it can be neither changed nor taken back.' })
  @Length(1, LONGEST_NOTE)
  text!: string
}

@InputType()
class OfVerdict extends OfCase {
  @Field(() => ReviewOutcome, { description: 'What you decide.' })
  outcome!: ReviewVerdict

  @Field(() => [ReasonCode], {
    defaultValue: [],
    description: 'Why: at least one to reject, none to approve.',
  })
  @ArrayMaxSize(20)
  reasonCodes!: Code[]

  @Field(() => CaptureKind, {
    nullable: true,
    description: 'With RETAKE: what the applicant is to capture again.',
  })
  captureKind?: CaptureKindName | null

  @Field(() => String, { nullable: true, description: 'A note.' })
  @Length(1, LONGEST_NOTE)
  note?: string | null
}

@InputType({ description: 'A decision.' })
export class ReviewCaseDecideInput extends OfVerdict {}

@InputType({ description: 'What you would have decided.' })
export class SecondReviewDecideInput extends OfVerdict {}

@ObjectType('ReviewFilter', { description: 'A filter of the queue that you keep.' })
export class ReviewFilterType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => String, { description: 'Your name for it.' })
  name!: string

  @Field(() => Json, { description: 'The filter, as `reviewCases` takes it.' })
  filter!: object
}

@InputType({ description: 'A filter to keep.' })
export class ReviewFilterSaveInput {
  @Field(() => String, { description: 'Your name for it; one of the same name is replaced.' })
  @Length(1, 100)
  name!: string

  @Field(() => ReviewCaseFilterInput, { description: 'The filter.' })
  filter!: ReviewCaseFilterInput
}

@InputType({ description: 'Which filter to delete.' })
export class ReviewFilterDeleteInput {
  @Field(() => ID, { description: 'The filter.' })
  @MaxLength(100)
  id!: string
}

@ObjectType('ReviewAgreement', {
  description: 'How far blind second opinions agree with the first.',
})
export class ReviewAgreementType {
  @Field(() => Int, { description: 'How many cases were judged twice.' })
  n!: number

  @Field(() => Float, { nullable: true, description: 'The share that was judged alike, 0 to 1.' })
  agreement!: number | null

  @Field(() => Float, {
    nullable: true,
    description: 'Cohen’s kappa: agreement beyond chance. Null where all were judged the same.',
  })
  kappa!: number | null

  @Field(() => Float, { nullable: true, description: 'The lower end of its 95 % interval.' })
  low!: number | null

  @Field(() => Float, { nullable: true, description: 'The upper end.' })
  high!: number | null
}

const payload = (field: string) => payloadOf(`${field}Payload`, () => ReviewCaseType)
export const ReviewCaseTakePayload = payload('ReviewCaseTake')
export const ReviewCaseNextPayload = payload('ReviewCaseNext')
export const ReviewCaseReleasePayload = payload('ReviewCaseRelease')
export const ReviewCaseEscalatePayload = payload('ReviewCaseEscalate')
export const ReviewNoteAddPayload = payload('ReviewNoteAdd')
export const ReviewCaseDecidePayload = payload('ReviewCaseDecide')
export const ReviewCaseConfirmPayload = payload('ReviewCaseConfirm')
export const ReviewCaseSendBackPayload = payload('ReviewCaseSendBack')
export const SecondReviewTakePayload = payload('SecondReviewTake')
export const SecondReviewDecidePayload = payload('SecondReviewDecide')
export const ReviewFilterSavePayload = payloadOf('ReviewFilterSavePayload', () => ReviewFilterType)
export const ReviewFilterDeletePayload = payloadOf(
  'ReviewFilterDeletePayload',
  () => ReviewFilterType,
)
