import { Field, ID, Int, ObjectType } from 'type-graphql'
import { type AuditAction as Action, AUDIT_ACTIONS } from '../audit/actions'
import { connectionOf } from './connection'
import { enumOf } from './enums'
import { DateTime, Json, Sha256 } from './scalars'

const AuditAction = enumOf<Action>('AuditAction', 'What was done.', AUDIT_ACTIONS)

@ObjectType('AuditEvent', {
  description:
    'One row of the audit log. It holds ids, codes and numbers, and nothing of a person.',
})
export class AuditEventType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => Int, { description: 'Its number in the log of the organisation: 1, 2, 3, …' })
  seq!: number

  @Field(() => DateTime, { description: 'When it was done.' })
  at!: string

  @Field(() => String, {
    description: 'Who did it: an API key or a member; SYSTEM when we did it by ourselves.',
  })
  actor!: string

  @Field(() => AuditAction, { description: 'What was done.' })
  action!: string

  @Field(() => String, { description: 'The id of what it was done to.' })
  object!: string

  @Field(() => Json, { description: 'More of it, by action.' })
  details!: object

  @Field(() => Sha256, { description: 'The hash of the row before it; zeros in the first.' })
  prev!: string

  @Field(() => Sha256, {
    description: 'SHA-256 over a zero byte and the row without this, as RFC 8785 writes it.',
  })
  hash!: string
}

@ObjectType('AuditCheckpoint', {
  description: 'That the log was so at a time: signed, and kept beside the images as well.',
})
export class AuditCheckpointType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => Int, { description: 'Of how many rows it tells.' })
  size!: number

  @Field(() => DateTime, { description: 'When it was signed.' })
  at!: Date

  @Field(() => String, {
    description:
      'The signed note (c2sp.org/tlog-checkpoint): size and root of the Merkle tree (RFC 6962) over the rows.',
  })
  note!: string
}

export const AuditEventConnection = connectionOf('AuditEvent', () => AuditEventType)
export const AuditCheckpointConnection = connectionOf('AuditCheckpoint', () => AuditCheckpointType)
