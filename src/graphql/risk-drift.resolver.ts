import { Ctx, Field, Float, Int, ObjectType, Query, Resolver } from 'type-graphql'
import { measureDrift, type RiskDrift, type SignalDrift } from '../learning/measure-drift'
import type { FeatureName } from '../risk/features'
import type { DriftState } from '../risk/stability'
import { type Context, callerOf } from './context'
import { enumOf } from './enums'
import { RiskFeature } from './risk.enums'
import { DateTime } from './scalars'

const State = enumOf<DriftState>('RiskDriftState', 'How far a distribution has moved.', {
  STABLE: 'Below 0.1, or no farther than chance moves it.',
  MOVED: 'From 0.1 on: look why.',
  DRIFTED: 'From 0.25 on: what was measured of the model may not hold any more.',
  NOT_ENOUGH: 'Fewer than 200 sessions in either window: nothing can be said.',
})

@ObjectType('RiskDriftWindow', {
  description: 'A time, and the sessions that were assessed in it.',
})
class WindowType {
  @Field(() => DateTime, { description: 'From then on.' })
  from!: Date

  @Field(() => DateTime, { description: 'And before then.' })
  before!: Date

  @Field(() => Int, { description: 'How many were looked at: the newest 5 000.' })
  sessions!: number
}

@ObjectType('RiskSignalDrift', { description: 'How far one signal, or the score, has moved.' })
class SignalDriftType implements SignalDrift {
  @Field(() => RiskFeature, { nullable: true, description: 'The signal; null: the score.' })
  signal!: FeatureName | null

  @Field(() => Float, { nullable: true, description: 'The population stability index.' })
  psi!: number | null

  @Field(() => State, { description: 'What that means.' })
  state!: DriftState
}

@ObjectType('RiskDrift', {
  description: 'Whether sessions still look like those when the model in force began.',
})
class RiskDriftType implements RiskDrift {
  @Field(() => String, { description: 'The model in force.' })
  model!: string

  @Field(() => WindowType, { description: 'Its first thirty days.' })
  reference!: RiskDrift['reference']

  @Field(() => WindowType, { description: 'The last seven days.' })
  recent!: RiskDrift['recent']

  @Field(() => [SignalDriftType], { description: 'The score first, then every signal.' })
  signals!: SignalDrift[]
}

@Resolver()
export class RiskDriftResolver {
  @Query(() => RiskDriftType, {
    description: 'Measures how far signals and score have moved; measured when it is asked for.',
  })
  riskDrift(@Ctx() context: Context) {
    return measureDrift(context.deps, callerOf(context, 'RESULTS_READ').tenantId)
  }
}
