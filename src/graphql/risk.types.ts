import { IsEmail, Matches, MaxLength, MinLength, ValidateNested } from 'class-validator'
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { FeatureName, RiskGroup } from '../risk/features'
import type { Label } from '../risk/observation'
import { FormBehaviourInput } from './behaviour.types'
import { RiskFeature, RiskGroupName, SessionLabelName } from './risk.enums'
import { DateTime } from './scalars'
import { KycSessionType } from './session.types'
import { payloadOf } from './user-errors'

@InputType({
  description: 'What you know of the applicant. Kept encrypted; compared as keyed hashes.',
})
export class RiskDetailsRecordInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => String, { nullable: true, description: 'The e-mail address. CONTACTS.' })
  @IsEmail()
  @MaxLength(254)
  email?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The phone number with its country, as +43 660 1234567. CONTACTS.',
  })
  @Matches(/^(\+|00)[0-9 ()/.-]{6,30}$/)
  phone?: string | null

  @Field(() => String, { nullable: true, description: 'The postal address in one line. PLACES.' })
  @MinLength(5)
  @MaxLength(300)
  address?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'The address the applicant comes from on the internet; with IP_COUNTRY its country is looked up. PLACES.',
  })
  @MaxLength(45)
  ipAddress?: string | null

  @Field(() => String, { nullable: true, description: 'The surname you know. DETAILS.' })
  @MaxLength(200)
  surname?: string | null

  @Field(() => String, { nullable: true, description: 'The given names you know. DETAILS.' })
  @MaxLength(200)
  givenNames?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The date of birth you know, YYYY-MM-DD. DETAILS.',
  })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate?: string | null

  @Field(() => FormBehaviourInput, {
    nullable: true,
    description: 'How the applicant filled in a form of yours. BEHAVIOUR.',
  })
  @ValidateNested()
  behaviour?: FormBehaviourInput | null
}

@InputType({ description: 'What a session turned out to be.' })
export class LabelCreateInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => SessionLabelName, { description: 'What it turned out to be.' })
  label!: Label
}

@ObjectType('SessionLabelRecord', { description: 'A label that was given.' })
export class LabelType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => SessionLabelName, { description: 'What the session turned out to be.' })
  label!: Label

  @Field(() => DateTime, { description: 'When it was said.' })
  at!: Date
}

@ObjectType('RiskSignal', { description: 'One thing that was measured, and what it adds.' })
export class RiskSignalType {
  @Field(() => RiskFeature, { description: 'What was measured.' })
  name!: FeatureName

  @Field(() => RiskGroupName, { description: 'Its group.' })
  group!: RiskGroup

  @Field(() => Float, {
    nullable: true,
    description: 'The value, in the unit; null: not known, and adds nothing.',
  })
  value!: number | null

  @Field(() => String, { description: 'The unit.' })
  unit!: string

  @Field(() => Int, { nullable: true, description: 'How far back, in seconds; null: without end.' })
  windowSec!: number | null

  @Field(() => Float, { description: 'What it adds, in log-odds; 0 or more.' })
  contribution!: number

  @Field(() => [ID], {
    description:
      'Sessions it rests on, or entries of watchlists, as OFAC:36, or countries that differ, as IP:DE and DOCUMENT:FR; at most 20.',
  })
  evidence!: string[]
}

@ObjectType('SessionRisk', {
  description: 'What others show of a session, as it stands now: labels that came since are in it.',
})
export class SessionRiskType {
  @Field(() => Float, {
    description:
      '0 to 1; above 0.5 a person looks. It orders sessions, and is no probability of fraud.',
  })
  risk!: number

  @Field(() => String, {
    description: 'The model that scores now: `rules-1`, or the id of a candidate of yours.',
  })
  model!: string

  @Field(() => String, { description: 'The model that scored when it was assessed.' })
  assessedBy!: string

  @Field(() => DateTime, {
    description: 'When the session was assessed for the check RISK, which stays as it was.',
  })
  assessedAt!: Date

  @Field(() => [RiskSignalType], { description: 'Every signal, what adds most first.' })
  signals!: RiskSignalType[]
}

export const RiskDetailsRecordPayload = payloadOf('RiskDetailsRecordPayload', () => KycSessionType)
export const LabelCreatePayload = payloadOf('LabelCreatePayload', () => LabelType)
