import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { connectionOf } from './connection'
import { Node } from './node.types'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('FailedJob', {
  implements: Node,
  description:
    'A job that threw. Most are asked for again by themselves; what is listed here can also be run again by hand. Kept for 30 days.',
})
export class FailedJobType extends Node {
  @Field(() => String, { description: 'What it does: `verifySession`.' })
  job!: string

  @Field(() => String, { nullable: true, description: 'The session it is about.' })
  sessionId!: string | null

  @Field(() => String, { description: 'Name and code of the error; the logs have the place.' })
  error!: string

  @Field(() => Int, { description: 'How often it failed.' })
  failures!: number

  @Field(() => DateTime, { description: 'When it first failed.' })
  firstAt!: Date

  @Field(() => DateTime, { description: 'When it last failed.' })
  lastAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it was last run again.' })
  replayedAt!: Date | null
}

@InputType({ description: 'Which job.' })
export class JobReplayInput {
  @Field(() => ID, { description: 'The failed job.' })
  id!: string
}

export const FailedJobConnection = connectionOf('FailedJob', () => FailedJobType)
export const JobReplayPayload = payloadOf('JobReplayPayload', () => FailedJobType)
