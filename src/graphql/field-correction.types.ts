import { Length } from 'class-validator'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { ReviewCaseType } from './review-case.types'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('FieldCorrection', {
  description:
    'That a reviewer said what a field says; the value is shown by `reviewFieldsReveal`. Never changes.',
})
export class FieldCorrectionType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => String, { description: 'Which field.' })
  field!: string

  @Field(() => Int, { description: 'How many characters it has.' })
  length!: number

  @Field(() => String, { description: 'Why.' })
  reason!: string

  @Field(() => ID, { description: 'The member.' })
  authorId!: string

  @Field(() => DateTime, { description: 'When.' })
  at!: Date
}

@InputType({ description: 'What a field says. What was read stays beside it.' })
export class CaseFieldCorrectInput {
  @Field(() => ID, { description: 'The case, which has to be in hand.' })
  caseId!: string

  @Field(() => String, { description: 'Which field; one that was read.' })
  @Length(1, 40)
  field!: string

  @Field(() => String, { description: 'What it says; dates as YYYY-MM-DD.' })
  @Length(1, 200)
  value!: string

  @Field(() => String, { description: 'Why; it can be neither changed nor taken back.' })
  @Length(1, 1000)
  reason!: string
}

export const CaseFieldCorrectPayload = payloadOf('CaseFieldCorrectPayload', () => ReviewCaseType)
