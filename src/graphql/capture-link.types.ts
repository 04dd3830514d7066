import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { DateTime, Url } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('CaptureLink', { description: 'The way in for the applicant of a session.' })
export class CaptureLinkType {
  @Field(() => Url, {
    description:
      'Opens the capture page, once. Whoever has it is taken for the applicant: hand it to them alone. Told this once.',
  })
  url!: string

  @Field(() => DateTime, { description: 'Until when it can be opened.' })
  expiresAt!: Date
}

@InputType({ description: 'For which session, and for how long.' })
export class CaptureLinkCreateInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => Int, {
    nullable: true,
    description:
      'For how many seconds it can be opened: 60 to 2 592 000, and no longer than the session. As long as that when left out.',
  })
  expiresInSec?: number | null
}

export const CaptureLinkCreatePayload = payloadOf('CaptureLinkCreatePayload', () => CaptureLinkType)
