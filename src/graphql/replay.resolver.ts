import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql'
import { startReplay } from '../sessions/replay-session'
import type { Replay } from '../storage/replays'
import { type Context, callerOf } from './context'
import { enumOf } from './enums'
import { DateTime } from './scalars'
import { asPayload, payloadOf } from './user-errors'

const ReplayState = enumOf<Replay['state']>('SessionReplayState', 'How far a replay has come.', {
  PENDING: 'A worker is to run the checks.',
  DONE: 'The checks were run and compared.',
  FAILED: 'They could not be run: images were removed, or it is a fault of ours.',
})

@ObjectType('SessionReplay', {
  description: 'The checks of a decision run once more, on the same captures.',
})
class SessionReplayType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => ReplayState, { description: 'How far it has come.' })
  state!: Replay['state']

  @Field(() => [String], {
    description:
      'What differs, once it is DONE; empty: nothing, every score to the bit. `SCORE FACE_MATCH`, `OUTCOME …`, `REASONS …`, `READING`, `PORTRAIT`, `DECISION`, `POLICY`, where it cannot be had as it was, `MODELS`, where those of today are others.',
  })
  differences!: string[]

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it was done.' })
  doneAt!: Date | null
}

@InputType({ description: 'Which session to replay.' })
class SessionReplayStartInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string
}

const SessionReplayStartPayload = payloadOf('SessionReplayStartPayload', () => SessionReplayType)

@Resolver()
export class ReplayResolver {
  @Query(() => SessionReplayType, {
    nullable: true,
    description: 'The latest replay of a session, or null when there is none.',
  })
  sessionReplay(
    @Arg('sessionId', () => ID, { description: 'The session.' }) sessionId: string,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return context.deps.replays.latest({ tenantId, sessionId })
  }

  @Mutation(() => SessionReplayStartPayload, {
    description: 'Has the checks of the latest decision run once more; see `sessionReplay`.',
  })
  sessionReplayStart(
    @Arg('input', () => SessionReplayStartInput, { description: 'Which.' })
    { sessionId }: SessionReplayStartInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'RESULTS_READ')
    return asPayload(() => startReplay(context.deps, caller, sessionId))
  }
}
