import { Matches, MaxLength, MinLength, ValidateNested } from 'class-validator'
import { Field, ID, InputType, Int } from 'type-graphql'
import type { FaceActionKind as Kind } from '../authentication/face-action'
import { FaceActionKind } from './face-authentication.enums'
import {
  CreatedFaceAuthentication,
  FaceAuthenticationSettingsType,
  FaceAuthenticationType,
  FaceEnrolmentType,
} from './face-authentication.types'
import { Sha256 } from './scalars'
import { KycSessionType } from './session.types'
import { payloadOf } from './user-errors'

@InputType({ description: 'What is to be on.' })
export class FaceAuthenticationSettingsUpdateInput {
  @Field(() => Boolean, {
    description:
      'Turned off, every template, enrolment and authentication is deleted in the same transaction.',
  })
  enabled!: boolean
}

@InputType({ description: 'Whose face.' })
export class FaceEnrolmentCreateInput {
  @Field(() => ID, { description: 'The approved session that the face, and the device, are from.' })
  sessionId!: string
}

@InputType({ description: 'Which enrolment.' })
export class FaceEnrolmentRevokeInput {
  @Field(() => ID, { description: 'The enrolment.' })
  id!: string
}

const LONGEST_DISPLAY = 140
const LONGEST_NONCE = 100
const LONGEST_SIGNATURE = 100
const LONGEST_AUTHORIZATION = 5_000

@InputType({ description: 'What is to be confirmed. All of it is signed.' })
export class FaceActionInput {
  @Field(() => FaceActionKind, { description: 'What.' })
  kind!: Kind

  @Field(() => String, {
    nullable: true,
    description: 'How much, as a decimal number: 120.00. A payment has one.',
  })
  @Matches(/^(0|[1-9]\d{0,14})(\.\d{1,8})?$/)
  amount?: string | null

  @Field(() => String, { nullable: true, description: 'Of which currency (ISO 4217): EUR.' })
  @Matches(/^[A-Z]{3}$/)
  currency?: string | null

  @Field(() => Sha256, {
    nullable: true,
    description: 'A SHA-256 of what names the payee at your side, so that we need not know it.',
  })
  payeeHash?: string | null

  @Field(() => String, {
    description: 'Of your own, good once: an order’s id, or chance. Nothing of a person.',
  })
  @MinLength(8)
  @MaxLength(LONGEST_NONCE)
  @Matches(/^[\w.:-]+$/)
  nonce!: string

  @Field(() => String, {
    description:
      'What the applicant is shown: of a payment, who is paid; else the whole sentence. 140 visible characters.',
  })
  @MinLength(1)
  @MaxLength(LONGEST_DISPLAY)
  display!: string
}

@InputType({ description: 'Who is to confirm what.' })
export class FaceAuthenticationCreateInput {
  @Field(() => ID, { description: 'Who.' })
  applicantId!: string

  @Field(() => FaceActionInput, { description: 'What.' })
  @ValidateNested()
  action!: FaceActionInput

  @Field(() => Int, {
    defaultValue: 300,
    description: 'For how many seconds it can be confirmed: 60 to 900.',
  })
  expiresInSec!: number
}

@InputType({ description: 'That the applicant confirms.' })
export class FaceAuthenticationSubmitInput {
  @Field(() => ID, { description: 'The session that carries the authentication.' })
  sessionId!: string

  @Field(() => String, { description: 'From `captureManifestNonce`.' })
  @MaxLength(LONGEST_SIGNATURE)
  nonce!: string

  @Field(() => String, {
    description:
      'By the enrolled device: ECDSA with SHA-256, r and s (64 bytes) in base64url, over the UTF-8 of the canonical form (RFC 8785) of {v: 1, purpose: "FACE_AUTHENTICATION", authentication, nonce, action: {kind, amount, currency, payeeHash, nonce, display}, frames: [{captureId, sha256}]}, the frames in the order of the steps.',
  })
  @MaxLength(LONGEST_SIGNATURE)
  signature!: string
}

@InputType({ description: 'What was confirmed, to be acted on now.' })
export class FaceAuthorizationRedeemInput {
  @Field(() => String, { description: 'From `faceAuthentication`.' })
  @MaxLength(LONGEST_AUTHORIZATION)
  authorization!: string

  @Field(() => FaceActionInput, { description: 'What you are about to do: every field the same.' })
  @ValidateNested()
  action!: FaceActionInput
}

export const FaceAuthenticationSettingsUpdatePayload = payloadOf(
  'FaceAuthenticationSettingsUpdatePayload',
  () => FaceAuthenticationSettingsType,
)
export const FaceEnrolmentCreatePayload = payloadOf(
  'FaceEnrolmentCreatePayload',
  () => FaceEnrolmentType,
)
export const FaceEnrolmentRevokePayload = payloadOf(
  'FaceEnrolmentRevokePayload',
  () => FaceEnrolmentType,
)
export const FaceAuthenticationCreatePayload = payloadOf(
  'FaceAuthenticationCreatePayload',
  () => CreatedFaceAuthentication,
)
export const FaceAuthenticationSubmitPayload = payloadOf(
  'FaceAuthenticationSubmitPayload',
  () => KycSessionType,
)
export const FaceAuthorizationRedeemPayload = payloadOf(
  'FaceAuthorizationRedeemPayload',
  () => FaceAuthenticationType,
)
