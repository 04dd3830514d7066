import { Args, Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql'
import {
  measureScores,
  type OutcomeShare,
  type ScoreComparison,
  type ScoreDrift,
  type WatchedScore,
} from '../learning/measure-scores'
import type { Bin } from '../risk/histogram'
import type { DriftState } from '../risk/stability'
import type { Mode as ModeName } from '../sessions/session'
import { type Context, callerOf } from './context'
import { DriftBinType, DriftStateName, DriftWindowType, ModeArgs } from './drift.types'
import { DecisionOutcome, enumOf, Mode } from './enums'

const PSI = { nullable: true, description: 'The population stability index.' }
const STATE = { description: 'What that means.' }

const WatchedScoreName = enumOf<WatchedScore>('WatchedScore', 'Something that is scored.', {
  FACE_MATCH:
    '-log10 of the share of strangers that look as alike: grows with the likelihood ratio, and ends where the data end.',
  PASSIVE_LIVENESS: 'The probability that the face is live, 0 to 1.',
  ACTIVE_LIVENESS: 'The weakest margin of a challenge; 0.5 is a limit just kept.',
  DOCUMENT_CONFIDENCE: 'How sure the readers were of what they read, on average, 0 to 1.',
})

@ObjectType('ScoreComparison', { description: 'How far one score has moved.' })
class ScoreComparisonType implements ScoreComparison {
  @Field(() => WatchedScoreName, { description: 'Which.' })
  score!: WatchedScore

  @Field(() => Float, PSI)
  psi!: number | null

  @Field(() => DriftStateName, STATE)
  state!: DriftState

  @Field(() => [DriftBinType], {
    description: 'How it was spread then and now, as the index compares it; none where NOT_ENOUGH.',
  })
  bins!: Bin[]
}

@ObjectType('OutcomeShare', { description: 'Sessions that came out so.' })
class OutcomeShareType implements OutcomeShare {
  @Field(() => [DecisionOutcome], {
    description: 'How; several where one to four people are counted with others.',
  })
  outcomes!: OutcomeShare['outcomes']

  @Field(() => Int, { description: 'Sessions of the reference.' })
  reference!: number

  @Field(() => Int, { description: 'Sessions of the last seven days.' })
  recent!: number
}

@ObjectType('OutcomeDrift', { description: 'How far the shares of decisions have moved.' })
class OutcomeDriftType {
  @Field(() => Float, PSI)
  psi!: number | null

  @Field(() => DriftStateName, STATE)
  state!: DriftState

  @Field(() => [OutcomeShareType], { description: 'The decisions; none where NOT_ENOUGH.' })
  shares!: OutcomeShare[]
}

@ObjectType('ScoreDrift', {
  description:
    'Whether what the checks score and decide looks as when the models in use began. It needs nothing of risk.',
})
class ScoreDriftType implements ScoreDrift {
  @Field(() => Mode, { description: 'Of which sessions.' })
  mode!: ModeName

  @Field(() => DriftWindowType, { description: 'The first thirty days of the models in use.' })
  reference!: ScoreDrift['reference']

  @Field(() => DriftWindowType, { description: 'The last seven days.' })
  recent!: ScoreDrift['recent']

  @Field(() => [ScoreComparisonType], { description: 'Every score that was measured.' })
  scores!: ScoreComparison[]

  @Field(() => OutcomeDriftType, { description: 'What the checks decided.' })
  outcomes!: ScoreDrift['outcomes']
}

@Resolver()
export class ScoreDriftResolver {
  @Query(() => ScoreDriftType, {
    description: 'Measures how far scores and decisions have moved; measured when it is asked for.',
  })
  scoreDrift(@Args(() => ModeArgs) { mode }: ModeArgs, @Ctx() context: Context) {
    const { tenantId, ...caller } = callerOf(context, 'RESULTS_READ')
    return measureScores(context.deps, { tenantId, mode: mode ?? caller.mode })
  }
}
