import { Field, Float, ID, ObjectType } from 'type-graphql'
import type {
  Assurance,
  FaceAction,
  FaceActionKind as Kind,
  FaceAuthenticationStatus as Status,
} from '../authentication/face-action'
import type { Mode as ModeName } from '../sessions/session'
import type { EnrolmentState } from '../storage/face-enrolments'
import { Mode, ReasonCode } from './enums'
import {
  AssuredRisk,
  FaceActionKind,
  FaceAuthenticationStatus,
  FaceEnrolmentState,
} from './face-authentication.enums'
import { Node } from './node.types'
import { DateTime, Sha256, Url } from './scalars'

@ObjectType('FaceAuthenticationSettings', {
  description: 'Whether applicants may confirm by face.',
})
export class FaceAuthenticationSettingsType {
  @Field(() => Boolean, { description: 'Off unless turned on.' })
  enabled!: boolean
}

@ObjectType('FaceEnrolment', {
  implements: Node,
  description:
    'A face that may be asked for again, and the device it came with. Never the face itself.',
})
export class FaceEnrolmentType extends Node {
  @Field(() => ID, { description: 'Whose.' })
  applicantId!: string

  @Field(() => ID, { description: 'The approved session that it is from.' })
  sessionId!: string

  @Field(() => Mode, { description: 'Whether it is real or a test.' })
  mode!: ModeName

  @Field(() => FaceEnrolmentState, { description: 'Where it stands.' })
  state!: EnrolmentState

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the applicant has to wait, after too many failures.',
  })
  lockedUntil!: Date | null

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When the face was enrolled.' })
  enrolledAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  revokedAt!: Date | null
}

@ObjectType('FaceAction', { description: 'What the applicant is to confirm, as it was given.' })
export class FaceActionType {
  @Field(() => FaceActionKind, { description: 'What.' })
  kind!: Kind

  @Field(() => String, { nullable: true, description: 'How much.' })
  amount!: string | null

  @Field(() => String, { nullable: true, description: 'Of which currency (ISO 4217).' })
  currency!: string | null

  @Field(() => Sha256, { nullable: true, description: 'To whom, as a hash of yours.' })
  payeeHash!: string | null

  @Field(() => String, { description: 'Your own nonce.' })
  nonce!: string

  @Field(() => String, { description: 'What the applicant is shown.' })
  display!: string
}

@ObjectType('FaceAssurance', { description: 'How it was made sure that the applicant confirmed.' })
export class FaceAssuranceType implements Assurance {
  @Field(() => String, { description: 'The thumbprint (RFC 7638) of the device key that signed.' })
  device!: string

  @Field(() => String, { description: 'ACTIVE: a liveness challenge was answered.' })
  liveness!: 'ACTIVE'

  @Field(() => Float, {
    description:
      'The share of strangers that may match, by the policy: at most so many would have.',
  })
  targetFalseMatchRate!: number

  @Field(() => String, { description: 'The policy by which it was judged.' })
  policyVersion!: string

  @Field(() => AssuredRisk, {
    nullable: true,
    description:
      'What others say of the applicant; null where nothing of risk is on. Yours to act on.',
  })
  risk!: 'CLEAR' | 'REFER' | null
}

@ObjectType('FaceAuthentication', {
  implements: Node,
  description: 'An action that an applicant is asked to confirm by face.',
})
export class FaceAuthenticationType extends Node {
  @Field(() => ID, { description: 'Who is asked.' })
  applicantId!: string

  @Field(() => ID, { description: 'The session that carries its challenge and frames.' })
  sessionId!: string

  @Field(() => FaceActionType, { description: 'What is to be confirmed.' })
  action!: FaceAction

  @Field(() => FaceAuthenticationStatus, { description: 'Where it stands.' })
  status!: Status

  @Field(() => [ReasonCode], { description: 'What stood against it at the last attempt.' })
  reasons!: string[]

  @Field(() => FaceAssuranceType, { nullable: true, description: 'Null until it is confirmed.' })
  assurance!: Assurance | null

  @Field(() => String, {
    nullable: true,
    description:
      'For your server: a JWS (`face-authorization+jwt`) that says what was confirmed, good once and for two minutes. Null before and after.',
  })
  authorization!: string | null

  @Field(() => DateTime, { description: 'Until when it can be confirmed.' })
  expiresAt!: Date

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it was confirmed or refused.' })
  decidedAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'When the authorisation was redeemed.' })
  redeemedAt!: Date | null
}

@ObjectType({ description: 'A new authentication, and the way in for the applicant.' })
export class CreatedFaceAuthentication {
  @Field(() => FaceAuthenticationType, { description: 'The authentication.' })
  authentication!: FaceAuthenticationType

  @Field(() => Url, {
    description:
      'Opens the applicant’s page, once: to be opened on the enrolled device. Told this once.',
  })
  url!: string
}

@ObjectType('FaceConfirmation', {
  description: 'What the applicant’s page needs to ask for a confirmation.',
})
export class FaceConfirmationType {
  @Field(() => ID, { description: 'The authentication: part of what is signed.' })
  authenticationId!: string

  @Field(() => FaceActionType, { description: 'What is to be confirmed; part of what is signed.' })
  action!: FaceAction

  @Field(() => String, {
    nullable: true,
    description:
      'The thumbprint of the device key that has to sign; null: the enrolment has ended.',
  })
  device!: string | null

  @Field(() => Boolean, { description: 'Whether an attempt failed before.' })
  failedBefore!: boolean
}
