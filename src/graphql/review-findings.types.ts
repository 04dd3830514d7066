import { ArrayMaxSize, ArrayMinSize } from 'class-validator'
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { FieldAgreement, FieldSource as Source } from '../documents/reading'
import type { MaskedField } from '../review/masked-findings'
import type { Point } from '../vision/geometry'
import { FieldSource } from './enums'
import { FieldAgreementType, PointType } from './reading.types'
import { payloadOf } from './user-errors'

@ObjectType('MaskedField', {
  description:
    'One value read from the document, without what it says: `reviewFieldsReveal` shows it.',
})
export class MaskedFieldType implements MaskedField {
  @Field(() => String, { description: 'Which field, after ICAO 9303.' })
  name!: MaskedField['name']

  @Field(() => FieldSource, { description: 'Where it was read.' })
  source!: Source

  @Field(() => Int, { description: 'How many characters it has.' })
  length!: number

  @Field(() => Float, { description: 'How sure the reader is, 0 to 1.' })
  confidence!: number

  @Field(() => Boolean, { description: 'Do not rely on this value unseen.' })
  uncertain!: boolean

  @Field(() => ID, { description: 'The capture it was read from.' })
  captureId!: string

  @Field(() => [PointType], {
    nullable: true,
    description: 'Its four corners on the image, from the top left, clockwise.',
  })
  box!: MaskedField['box']
}

@ObjectType('CheckDigitResult', { description: 'Whether a check digit of the zone is right.' })
export class CheckDigitResultType {
  @Field(() => String, { description: 'What it covers.' })
  field!: string

  @Field(() => Boolean, { description: 'Whether it is right.' })
  valid!: boolean
}

@ObjectType('FaceOdds', { description: 'How alike portrait and selfie look, in strangers.' })
export class FaceOddsType {
  @Field(() => Float, { description: 'One in so many strangers looks as alike.' })
  oneIn!: number

  @Field(() => Float, { description: 'What the policy asks for.' })
  neededOneIn!: number
}

@ObjectType('SelfiePlace', { description: 'The picture of the applicant that was compared.' })
export class SelfiePlaceType {
  @Field(() => ID, { description: 'The capture.' })
  captureId!: string

  @Field(() => Int, { description: 'Of a liveness step: the frame, from 0.' })
  frame!: number

  @Field(() => [PointType], { description: 'The two eyes on it, the left one in the image first.' })
  eyes!: Point[]
}

@ObjectType('FacePlaces', { description: 'Where the eyes of the two compared faces are.' })
export class FacePlacesType {
  @Field(() => [PointType], {
    nullable: true,
    description: 'The two eyes on the portrait that was cut out.',
  })
  portrait!: Point[] | null

  @Field(() => SelfiePlaceType, { nullable: true, description: 'On the picture of the applicant.' })
  selfie!: SelfiePlaceType | null
}

@ObjectType('ReviewFindings', {
  description: 'What was found, for the reviewer’s page: places and measures, no value of a field.',
})
export class ReviewFindingsType {
  @Field(() => ID, { description: 'The capture of the front.' })
  captureId!: string

  @Field(() => [MaskedFieldType], { description: 'Every field of every source.' })
  fields!: MaskedFieldType[]

  @Field(() => [FieldAgreementType], { description: 'How the sources compare, field by field.' })
  agreements!: FieldAgreement[]

  @Field(() => [CheckDigitResultType], { description: 'The check digits.' })
  checkDigits!: CheckDigitResultType[]

  @Field(() => [PointType], { description: 'The corners of the document on the front’s image.' })
  outline!: Point[]

  @Field(() => [PointType], { nullable: true, description: 'The corners of the portrait there.' })
  portraitBox!: Point[] | null

  @Field(() => FacePlacesType, { description: 'Where the eyes are.' })
  faces!: FacePlacesType

  @Field(() => FaceOddsType, { nullable: true, description: 'Null where nothing was compared.' })
  odds!: FaceOddsType | null
}

@ObjectType('RevealedField', { description: 'What a field says in one source.' })
export class RevealedFieldType {
  @Field(() => String, { description: 'Which field.' })
  name!: string

  @Field(() => FieldSource, { description: 'Where it was read.' })
  source!: string

  @Field(() => String, { description: 'The value.' })
  value!: string
}

@ObjectType('RevealedCorrection', { description: 'What a field says according to a reviewer.' })
export class RevealedCorrectionType {
  @Field(() => ID, { description: 'The correction.' })
  id!: string

  @Field(() => String, { description: 'Which field.' })
  field!: string

  @Field(() => String, { description: 'The value.' })
  value!: string
}

@InputType({ description: 'Whose fields to show.' })
export class ReviewFieldsRevealInput {
  @Field(() => ID, { description: 'The case, which has to be in hand.' })
  caseId!: string

  @Field(() => [String], { description: 'Which fields; 1 to 40.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(40)
  names!: string[]
}

@ObjectType('RevealedFields', { description: 'The fields that were asked for.' })
export class RevealedFieldsType {
  @Field(() => [RevealedFieldType], { description: 'One for each source.' })
  fields!: RevealedFieldType[]

  @Field(() => [RevealedCorrectionType], { description: 'Of each the latest correction, if any.' })
  corrections!: RevealedCorrectionType[]
}

export const ReviewFieldsRevealPayload = payloadOf(
  'ReviewFieldsRevealPayload',
  () => RevealedFieldsType,
)
