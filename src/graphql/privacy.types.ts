import { Matches, Max, MaxLength, Min, MinLength } from 'class-validator'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { FourEyes as FourEyesRule } from '../decision/review'
import type { SessionPurpose as Purpose } from '../sessions/session'
import { ApplicantType } from './applicant.types'
import { SessionPurpose } from './face-authentication.enums'
import { FourEyes } from './review.enums'
import { DateTime } from './scalars'
import { KycSessionType } from './session.types'
import { payloadOf } from './user-errors'

const HUNDRED_YEARS = 36_525

const PASSKEY_REQUIRED =
  'Whether members need a passkey: beside the password, or in its place. Who has none is told to register one first.'

const BRAND_COLOUR =
  'The colour of buttons on the applicant’s page, as #rrggbb; null: ours. The page darkens or lightens it until it can be read.'

const BRAND_LOGO =
  'The logo on the applicant’s page: a PNG, JPEG or WebP image as a data: address, at most 40 000 characters (30 kB); null: the name.'

/** The first bytes of the three, in base64: no other kind of image, whatever it says it is. */
const LOGO =
  /^data:image\/(png;base64,iVBORw0KGgo|jpeg;base64,\/9j\/|webp;base64,UklGR)[A-Za-z0-9+/]*={0,2}$/

@ObjectType('Organization', { description: 'Whose sessions these are, and what it has set.' })
export class OrganizationType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => String, { description: 'Its name.' })
  name!: string

  @Field(() => Boolean, { description: 'Whether captures are taken only after `consentRecord`.' })
  consentRequired!: boolean

  @Field(() => Boolean, { description: PASSKEY_REQUIRED })
  passkeyRequired!: boolean

  @Field(() => Int, {
    nullable: true,
    description: 'Days after the end of a relationship until images are removed; null: never.',
  })
  imageRetentionDays!: number | null

  @Field(() => Int, {
    nullable: true,
    description: 'Days after the end of a relationship until the applicant is erased; null: never.',
  })
  retentionDays!: number | null

  @Field(() => Int, {
    description: 'Days until webhook events that were delivered are forgotten.',
  })
  webhookHistoryDays!: number

  @Field(() => Int, { description: 'Hours until a case for review is due.' })
  reviewSlaHours!: number

  @Field(() => FourEyes, { description: 'Which decisions a second reviewer has to confirm.' })
  fourEyes!: FourEyesRule

  @Field(() => Int, {
    description: 'How many of a hundred decided cases another reviewer judges blindly.',
  })
  secondReviewPercent!: number

  @Field(() => String, { nullable: true, description: BRAND_COLOUR })
  brandColour!: string | null

  @Field(() => String, { nullable: true, description: BRAND_LOGO })
  brandLogo!: string | null
}

@InputType({ description: 'What to set; what is left out stays.' })
export class OrganizationUpdateInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether captures are taken only after `consentRecord`.',
  })
  consentRequired?: boolean | null

  @Field(() => Boolean, { nullable: true, description: PASSKEY_REQUIRED })
  passkeyRequired?: boolean | null

  @Field(() => Int, {
    nullable: true,
    description: 'Days after the end of a relationship until images are removed; null: never.',
  })
  @Min(0)
  @Max(HUNDRED_YEARS)
  imageRetentionDays?: number | null

  @Field(() => Int, {
    nullable: true,
    description: 'Days after the end of a relationship until the applicant is erased; null: never.',
  })
  @Min(0)
  @Max(HUNDRED_YEARS)
  retentionDays?: number | null

  @Field(() => Int, {
    nullable: true,
    description: 'Days until webhook events that were delivered are forgotten: 8 or more.',
  })
  @Min(8)
  @Max(HUNDRED_YEARS)
  webhookHistoryDays?: number | null

  @Field(() => Int, { nullable: true, description: 'Hours until a case for review is due.' })
  @Min(1)
  @Max(8760)
  reviewSlaHours?: number | null

  @Field(() => FourEyes, {
    nullable: true,
    description: 'Which decisions a second reviewer has to confirm.',
  })
  fourEyes?: FourEyesRule | null

  @Field(() => Int, {
    nullable: true,
    description: 'How many of a hundred decided cases another reviewer judges blindly.',
  })
  @Min(0)
  @Max(100)
  secondReviewPercent?: number | null

  @Field(() => String, { nullable: true, description: BRAND_COLOUR })
  @Matches(/^#[0-9a-f]{6}$/i)
  brandColour?: string | null

  @Field(() => String, { nullable: true, description: BRAND_LOGO })
  @MaxLength(40_000)
  @Matches(LOGO)
  brandLogo?: string | null
}

@InputType({ description: 'Whose relationship ended.' })
export class ApplicantRelationshipEndInput {
  @Field(() => ID, { description: 'The applicant.' })
  applicantId!: string

  @Field(() => DateTime, { nullable: true, description: 'When it ended; now when left out.' })
  endedAt?: Date | null
}

@InputType({ description: 'What the applicant agreed to.' })
export class ConsentRecordInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => String, {
    description:
      'Your name for the text that was shown: letters, digits, dots, dashes; at most 100.',
  })
  @MinLength(1)
  @MaxLength(100)
  @Matches(/^[A-Za-z0-9._-]+$/)
  textVersion!: string

  @Field(() => String, { description: 'The language it was shown in (BCP 47), such as de-AT.' })
  @MaxLength(35)
  locale!: string

  @Field(() => SessionPurpose, {
    defaultValue: 'VERIFICATION',
    description:
      'What the applicant agreed to. To FACE_AUTHENTICATION explicitly and apart from the rest, also once the session is approved.',
  })
  purpose!: Purpose
}

export const OrganizationUpdatePayload = payloadOf(
  'OrganizationUpdatePayload',
  () => OrganizationType,
)
export const ApplicantRelationshipEndPayload = payloadOf(
  'ApplicantRelationshipEndPayload',
  () => ApplicantType,
)
export const ConsentRecordPayload = payloadOf('ConsentRecordPayload', () => KycSessionType)
