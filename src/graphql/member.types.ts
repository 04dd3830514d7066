import { ArrayMaxSize, MaxLength } from 'class-validator'
import { Field, ID, InputType, ObjectType } from 'type-graphql'
import type { Role } from '../access/actions'
import { enumOf } from './enums'
import { Node } from './node.types'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

export const MemberRole = enumOf<Role>('MemberRole', 'What a member does; docs/access.md.', {
  ADMIN: 'May do everything.',
  REVIEWER: 'Looks at cases with their images, and decides them.',
  AUDITOR: 'Sees sessions, findings, deliveries and the audit log; changes nothing.',
  DEVELOPER: 'Sees and makes sessions, webhooks and API keys; sees no findings and no images.',
})

@ObjectType('Member', { implements: Node, description: 'Somebody who works for the organisation.' })
export class MemberType extends Node {
  @Field(() => String, { description: 'Their address, in small letters.' })
  email!: string

  @Field(() => [MemberRole], { description: 'What they do.' })
  roles!: Role[]

  @Field(() => DateTime, { description: 'When they were invited.' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'Until when the invitation waits.' })
  inviteExpiresAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'When they last logged in.' })
  lastLoginAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Since when they cannot log in.' })
  disabledAt!: Date | null
}

@ObjectType({ description: 'An invitation.' })
export class MemberInvitation {
  @Field(() => MemberType, { description: 'Who is invited.' })
  member!: MemberType

  @Field(() => String, {
    description: 'Sent with a password to `POST /auth/invitation`. Told this once: hand it over.',
  })
  token!: string

  @Field(() => DateTime, { description: 'Until when it can be accepted.' })
  expiresAt!: Date
}

@InputType({ description: 'Whom to invite.' })
export class MemberInviteInput {
  @Field(() => String, { description: 'Their address.' })
  @MaxLength(254)
  email!: string

  @Field(() => [MemberRole], { description: 'What they do: no more than you may.' })
  @ArrayMaxSize(4)
  roles!: Role[]
}

@InputType({ description: 'Whom to invite once more.' })
export class MemberReinviteInput {
  @Field(() => ID, { description: 'The member.' })
  id!: string
}

@InputType({ description: 'What to change of a member.' })
export class MemberUpdateInput {
  @Field(() => ID, { description: 'The member.' })
  id!: string

  @Field(() => [MemberRole], { nullable: true, description: 'What they do from now on.' })
  @ArrayMaxSize(4)
  roles?: Role[] | null

  @Field(() => Boolean, { nullable: true, description: 'True: they cannot log in any more.' })
  disabled?: boolean | null

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: their passkeys are removed, for they lost them; their password stays.',
  })
  removePasskeys?: boolean | null
}

export const MemberInvitePayload = payloadOf('MemberInvitePayload', () => MemberInvitation)
export const MemberReinvitePayload = payloadOf('MemberReinvitePayload', () => MemberInvitation)
export const MemberUpdatePayload = payloadOf('MemberUpdatePayload', () => MemberType)
