import { ArrayMaxSize, MaxLength, MinLength } from 'class-validator'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { ACTIONS, type Action } from '../access/actions'
import { enumOf, Mode } from './enums'
import { Node } from './node.types'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

export const AccessScope = enumOf<Action>(
  'AccessScope',
  'What somebody may be allowed to do.',
  ACTIONS,
)

@ObjectType('ApiKey', {
  implements: Node,
  description: 'A key to this API, without its secret.',
})
export class ApiKeyType extends Node {
  @Field(() => String, { description: 'What it is for.' })
  label!: string

  @Field(() => Mode, { description: 'Whether what it creates is real.' })
  mode!: keyof typeof Mode

  @Field(() => [AccessScope], { description: 'All it may do.' })
  scopes!: Action[]

  @Field(() => [String], {
    description: 'Addresses and ranges it works from; empty: from everywhere.',
  })
  allowedAddresses!: string[]

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute.' })
  lastUsedAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'From when on it is good for nothing.' })
  expiresAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked.' })
  revokedAt!: Date | null
}

@ObjectType({ description: 'A new key and its secret.' })
export class ApiKeyIssued {
  @Field(() => ApiKeyType, { description: 'The key.' })
  apiKey!: ApiKeyType

  @Field(() => String, {
    description: 'Sent as `Authorization: Bearer …`. Told this once: keep it.',
  })
  secret!: string
}

@InputType({ description: 'A new key.' })
export class ApiKeyCreateInput {
  @Field(() => String, { description: 'What it is for; 1 to 100 characters.' })
  @MinLength(1)
  @MaxLength(100)
  label!: string

  @Field(() => Mode, { description: 'Whether what it creates is real.' })
  mode!: keyof typeof Mode

  @Field(() => [AccessScope], { description: 'All it may do: no more than you may.' })
  scopes!: Action[]

  @Field(() => [String], {
    defaultValue: [],
    description: 'Addresses or ranges (203.0.113.0/24) it works from; empty: from everywhere.',
  })
  @ArrayMaxSize(100)
  allowedAddresses!: string[]

  @Field(() => DateTime, { nullable: true, description: 'From when on it is good for nothing.' })
  expiresAt?: Date | null
}

@InputType({ description: 'Which key to replace.' })
export class ApiKeyRotateInput {
  @Field(() => ID, { description: 'The key.' })
  id!: string

  @Field(() => Int, {
    defaultValue: 24,
    description: 'How many hours the old one goes on beside the new: 0 to 720.',
  })
  overlapHours!: number
}

@InputType({ description: 'Which key.' })
export class ApiKeyRevokeInput {
  @Field(() => ID, { description: 'The key.' })
  id!: string
}

export const ApiKeyCreatePayload = payloadOf('ApiKeyCreatePayload', () => ApiKeyIssued)
export const ApiKeyRotatePayload = payloadOf('ApiKeyRotatePayload', () => ApiKeyIssued)
export const ApiKeyRevokePayload = payloadOf('ApiKeyRevokePayload', () => ApiKeyType)
