import { ArgsType, Field, Float, Int, ObjectType } from 'type-graphql'
import type { Period } from '../learning/drift-windows'
import type { Bin } from '../risk/histogram'
import type { DriftState } from '../risk/stability'
import type { Mode as ModeName } from '../sessions/session'
import { enumOf, Mode } from './enums'
import { DateTime } from './scalars'

export const DriftStateName = enumOf<DriftState>(
  'RiskDriftState',
  'How far a distribution has moved.',
  {
    STABLE: 'Below 0.1, or no farther than chance moves it.',
    MOVED: 'From 0.1 on: look why.',
    DRIFTED: 'From 0.25 on: what was measured before may not hold any more.',
    NOT_ENOUGH: 'Fewer than 200 sessions in either window: nothing can be said.',
  },
)

@ArgsType()
export class ModeArgs {
  @Field(() => Mode, {
    nullable: true,
    description: "Of real sessions or of tests; left out: as the key's, for a member LIVE.",
  })
  mode?: ModeName | null
}

@ObjectType('RiskDriftWindow', { description: 'A time, and the sessions in it.' })
export class DriftWindowType implements Period {
  @Field(() => DateTime, { description: 'From then on.' })
  from!: Date

  @Field(() => DateTime, { description: 'And before then.' })
  before!: Date

  @Field(() => Int, { description: 'How many were looked at: the newest 5 000.' })
  sessions!: number
}

@ObjectType('DriftBin', {
  description:
    'A bar of a histogram, with its sessions then and now. Bars with one to four people are joined with the next.',
})
export class DriftBinType implements Bin {
  @Field(() => Float, { nullable: true, description: 'Values above it; null: without end.' })
  from!: number | null

  @Field(() => Float, { nullable: true, description: 'Values up to it; null: without end.' })
  to!: number | null

  @Field(() => Boolean, { description: 'Whether sessions with such a value are in it.' })
  known!: boolean

  @Field(() => Boolean, { description: 'Whether sessions without a value are in it.' })
  unknown!: boolean

  @Field(() => Int, { description: 'Sessions of the reference.' })
  reference!: number

  @Field(() => Int, { description: 'Sessions of the last seven days.' })
  recent!: number
}
