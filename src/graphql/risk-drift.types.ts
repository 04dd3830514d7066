import { Field, Float, ObjectType } from 'type-graphql'
import type { RiskDrift, SignalDrift } from '../learning/measure-drift'
import type { FeatureName } from '../risk/features'
import type { Bin } from '../risk/histogram'
import type { DriftState } from '../risk/stability'
import type { Mode as ModeName } from '../sessions/session'
import type { WatchedDrift, WatchedSignal } from '../storage/risk-drift'
import { DriftBinType, DriftStateName, DriftWindowType } from './drift.types'
import { Mode } from './enums'
import { RiskFeature } from './risk.enums'
import { DateTime } from './scalars'

const PSI = { nullable: true, description: 'The population stability index.' }
const STATE = { description: 'What that means.' }

@ObjectType('RiskSignalDrift', { description: 'How far one signal, or the score, has moved.' })
class SignalDriftType implements SignalDrift {
  @Field(() => RiskFeature, { nullable: true, description: 'The signal; null: the score.' })
  signal!: FeatureName | null

  @Field(() => Float, PSI)
  psi!: number | null

  @Field(() => DriftStateName, STATE)
  state!: DriftState

  @Field(() => [DriftBinType], {
    description: 'How it was spread then and now, as the index compares it; none where NOT_ENOUGH.',
  })
  bins!: Bin[]
}

@ObjectType('RiskDrift', {
  description: 'Whether sessions still look like those when the model in force began.',
})
export class RiskDriftType implements RiskDrift {
  @Field(() => Mode, { description: 'Of which sessions.' })
  mode!: ModeName

  @Field(() => String, { description: 'The model in force.' })
  model!: string

  @Field(() => DriftWindowType, {
    description: 'Its first thirty days, whatever policies came into force with it since.',
  })
  reference!: RiskDrift['reference']

  @Field(() => DriftWindowType, { description: 'The last seven days.' })
  recent!: RiskDrift['recent']

  @Field(() => [SignalDriftType], { description: 'The score first, then every signal.' })
  signals!: SignalDrift[]
}

@ObjectType('RiskWatchedSignal', { description: 'How far a signal had moved.' })
class WatchedSignalType {
  @Field(() => RiskFeature, { description: 'The signal.' })
  signal!: FeatureName

  @Field(() => Float, PSI)
  psi!: number | null

  @Field(() => DriftStateName, STATE)
  state!: DriftState
}

@ObjectType('RiskDriftMeasurement', { description: 'What the daily measurement said.' })
export class RiskDriftMeasurementType implements Omit<WatchedDrift, 'signals'> {
  @Field(() => DateTime, { description: 'When.' })
  at!: Date

  @Field(() => String, { description: 'The model in force then.' })
  model!: string

  @Field(() => DriftStateName, { description: 'The worst of score and signals.' })
  state!: DriftState

  @Field(() => Float, {
    nullable: true,
    description: 'The population stability index of the score.',
  })
  psi!: number | null

  @Field(() => [WatchedSignalType], { description: 'Every signal.' })
  signals!: WatchedSignalType[]

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when it was DRIFTED, from one measurement to the next; null: it was not.',
  })
  driftedSince!: Date | null
}

export function toMeasurement({ signals, ...watched }: WatchedDrift): RiskDriftMeasurementType {
  const named = ({ name: signal, ...rest }: WatchedSignal) => ({ signal, ...rest })
  return { ...watched, signals: signals.map(named) }
}
