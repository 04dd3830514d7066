import { ArrayMaxSize } from 'class-validator'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { DocumentType as DocumentTypeName } from '../documents/document-type'
import type {
  CaptureKind as CaptureKindName,
  Mode as ModeName,
  SessionPurpose as Purpose,
} from '../sessions/session'
import type { SessionStatus as Status, SessionTrigger as Trigger } from '../sessions/states'
import { connectionOf } from './connection'
import { CaptureManifestInput } from './device.types'
import { CaptureKind, DocumentType, Mode, ReasonCode, SessionStatus, SessionTrigger } from './enums'
import { Node } from './node.types'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('KycSession', { implements: Node, description: 'One verification of one applicant.' })
export class KycSessionType extends Node {
  applicantId!: string
  tenantId!: string
  epoch!: number
  purpose!: Purpose

  status!: Status

  @Field(() => Mode, { description: 'Whether it is real or a test.' })
  mode!: ModeName

  @Field(() => DocumentType, {
    nullable: true,
    description: 'The kind of document the applicant is to show; null: any.',
  })
  documentType!: DocumentTypeName | null

  @Field(() => Boolean, {
    description: 'Whether it can only be submitted with a liveness challenge.',
  })
  livenessRequired!: boolean

  @Field(() => CaptureKind, {
    nullable: true,
    description:
      'What a reviewer asked for again, or a rule besides: it cannot be submitted without.',
  })
  retakeKind!: CaptureKindName | null

  @Field(() => String, {
    nullable: true,
    description: 'The text the applicant agreed to; null: no consent is recorded.',
  })
  consentTextVersion!: string | null

  @Field(() => String, { nullable: true, description: 'The language of that text (BCP 47).' })
  consentLocale!: string | null

  @Field(() => DateTime, { nullable: true, description: 'When the applicant agreed.' })
  consentedAt!: Date | null

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the applicant agreed to confirm actions by face; null: they did not.',
  })
  faceConsentedAt!: Date | null

  @Field(() => Int, {
    description: 'Grows with every change: what has the higher number is newer.',
  })
  sequence!: number

  @Field(() => DateTime, { description: 'Until when the captures must be submitted.' })
  expiresAt!: Date

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt!: Date
}

@ObjectType('KycSessionEvent', { description: 'One step in the history of a session.' })
export class KycSessionEventType {
  @Field(() => Int, { description: 'Its place in the history, from 0.' })
  sequence!: number

  @Field(() => SessionTrigger, { description: 'What happened.' })
  trigger!: Trigger | 'CREATE'

  @Field(() => SessionStatus, { nullable: true, description: 'The status before.' })
  from!: Status | null

  @Field(() => SessionStatus, { description: 'The status after.' })
  to!: Status

  @Field(() => String, { description: 'Who did it: SYSTEM, or the id of an API key.' })
  actor!: string

  @Field(() => [ReasonCode], { description: 'Why.' })
  reasons!: string[]

  @Field(() => DateTime, { description: 'When.' })
  at!: Date
}

@InputType({ description: 'A new session.' })
export class KycSessionCreateInput {
  @Field(() => ID, { description: 'Whose identity it is about.' })
  applicantId!: string

  @Field(() => DocumentType, {
    nullable: true,
    description: 'The kind of document to show; another is asked for again. Any, unless given.',
  })
  documentType?: DocumentTypeName

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a liveness challenge must be done before it can be submitted. Without one only traces of paper and screens are looked for, which is a weak signal.',
  })
  livenessRequired!: boolean

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the captures must be submitted; a day from now unless given.',
  })
  expiresAt?: Date
}

@InputType({ description: 'Which session.' })
export class KycSessionSubmitInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => CaptureManifestInput, {
    nullable: true,
    description: 'Its captures, signed: needed if it has a device key, refused if it has none.',
  })
  manifest?: CaptureManifestInput | null
}

@InputType({ description: 'Which session.' })
export class KycSessionCancelInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string
}

@InputType({ description: 'Which sessions to list; all conditions must hold.' })
export class KycSessionFilter {
  @Field(() => [SessionStatus], { nullable: true, description: 'In one of these statuses.' })
  @ArrayMaxSize(10)
  status?: Status[]

  @Field(() => ID, { nullable: true, description: 'Of this applicant.' })
  applicantId?: string

  @Field(() => DateTime, { nullable: true, description: 'Created at or after.' })
  createdFrom?: Date

  @Field(() => DateTime, { nullable: true, description: 'Created before.' })
  createdBefore?: Date
}

export const KycSessionCreatePayload = payloadOf('KycSessionCreatePayload', () => KycSessionType)
export const KycSessionSubmitPayload = payloadOf('KycSessionSubmitPayload', () => KycSessionType)
export const KycSessionCancelPayload = payloadOf('KycSessionCancelPayload', () => KycSessionType)
export const KycSessionConnection = connectionOf('KycSession', () => KycSessionType)
