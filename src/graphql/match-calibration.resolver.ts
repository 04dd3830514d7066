import {
  Args,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql'
import type { Figure } from '../evaluation/bootstrap'
import type { Rate } from '../evaluation/interval'
import {
  type MatchCalibration,
  matchCalibration,
  type ReliabilityBin,
} from '../learning/match-calibration'
import type { Refit } from '../learning/refit-match'
import type { Mode as ModeName } from '../sessions/session'
import { type Context, callerOf } from './context'
import { ModeArgs } from './drift.types'
import { enumOf, Mode } from './enums'
import { FigureType } from './risk-effect.types'

const State = enumOf<MatchCalibration['state']>(
  'MatchCalibrationState',
  'Whether there is enough to measure.',
  {
    MEASURED: 'There is.',
    NOT_ENOUGH: 'Fewer than thirty people are known of either kind: same and different.',
  },
)

@ObjectType('ReliabilityBin', {
  description:
    'Comparisons of like ratios. Bins with one to four people of a kind are joined with the next.',
})
class ReliabilityBinType implements Omit<ReliabilityBin, 'observed'> {
  @Field(() => Float, {
    nullable: true,
    description: 'Log-likelihood ratios (natural) above it; null: without end.',
  })
  from!: number | null

  @Field(() => Float, { nullable: true, description: 'And up to it; null: without end.' })
  to!: number | null

  @Field(() => Float, {
    description:
      'The share of one person that the ratios state, at the shares among all that are known.',
  })
  stated!: number

  @Field(() => Int, { description: 'How many are of one person.' })
  same!: number

  @Field(() => Int, { description: 'Of how many.' })
  of!: number

  @Field(() => Float, { description: 'The share of one person.' })
  observed!: number

  @Field(() => Float, { description: 'The lower end of its 95 % interval (Wilson).' })
  low!: number

  @Field(() => Float, { description: 'Its upper end.' })
  high!: number
}

@ObjectType('MatchRefitCounts', { description: 'How many comparisons there were.' })
class RefitCountsType {
  @Field(() => Int, { description: 'Of one person.' })
  same!: number

  @Field(() => Int, { description: 'Of two people.' })
  different!: number
}

@ObjectType('MatchRefit', {
  description:
    'What another calibration would do: scale * ratio + offset. Learned from the older half, measured on the newer. Nothing is decided by it.',
})
class RefitType implements Refit {
  @Field(() => Float, { description: 'Below 1: the ratios are too sure.' })
  scale!: number

  @Field(() => Float, { description: 'Below 0: they claim one person too often.' })
  offset!: number

  @Field(() => RefitCountsType, { description: 'What it learned from.' })
  trainedOn!: RefitCountsType

  @Field(() => RefitCountsType, { description: 'What it was measured on.' })
  heldBack!: RefitCountsType

  @Field(() => FigureType, { description: 'The cost of the ratios as they are (Cllr).' })
  before!: Figure

  @Field(() => FigureType, { description: 'The cost with it.' })
  after!: Figure

  @Field(() => FigureType, { description: 'How much less; below 0: it does harm.' })
  gain!: Figure
}

@ObjectType('MatchCalibration', {
  description:
    'Whether the likelihood ratios of the face match mean what they say, by labels and reviews. Known are those that were labelled or reviewed, which are no sample of all; reviewers had seen the odds.',
})
class MatchCalibrationType implements Omit<MatchCalibration, 'bins' | 'leastCllr'> {
  @Field(() => Mode, { description: 'Of which sessions.' })
  mode!: ModeName

  @Field(() => State, { description: 'Whether there is enough to measure.' })
  state!: MatchCalibration['state']

  @Field(() => Int, { description: 'Comparisons of one person, by a label LEGITIMATE.' })
  labels!: number

  @Field(() => Int, { description: 'Comparisons of one person, by a reviewer who approved.' })
  reviews!: number

  @Field(() => Int, {
    description: 'Comparisons of two people: a reviewer rejected since the faces differ.',
  })
  different!: number

  @Field(() => Int, {
    description: 'Something was said of the session, and not of the faces; not measured.',
  })
  unclear!: number

  @Field(() => Float, {
    nullable: true,
    description: 'The ratio beyond which nothing more is claimed; null: none reaches it.',
  })
  highest!: number | null

  @Field(() => Int, { description: 'How many reach it, and are counted with it.' })
  atHighest!: number

  @Field(() => FigureType, {
    description:
      'The cost of the ratios, in bits (Cllr): 0, sure and right; 1, as good as saying nothing.',
  })
  cllr!: Figure

  @Field(() => RefitType, {
    nullable: true,
    description:
      'What another calibration would do; null where thirty people of either kind are not known in either half.',
  })
  refit!: Refit | null
}

@Resolver(() => MatchCalibrationType)
export class MatchCalibrationResolver {
  @Query(() => MatchCalibrationType, {
    description: 'Measures the calibration of the face match; measured when it is asked for.',
  })
  matchCalibration(@Args(() => ModeArgs) { mode }: ModeArgs, @Ctx() context: Context) {
    const { tenantId, ...caller } = callerOf(context, 'RESULTS_READ')
    return matchCalibration(context.deps, { tenantId, mode: mode ?? caller.mode })
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'What would be left of it with the best ratios in this order: the rest is calibration.',
  })
  cllrMin(@Root() { leastCllr }: MatchCalibration) {
    return leastCllr
  }

  @FieldResolver(() => [ReliabilityBinType], {
    description: 'What was stated, and what is known, the lowest ratios first.',
  })
  bins(@Root() { bins }: MatchCalibration): ReliabilityBinType[] {
    return bins.map(({ observed, ...bin }) => ({ ...bin, ...sharesOf(observed) }))
  }
}

function sharesOf({ count: same, of, rate: observed, low, high }: Rate) {
  return { same, of, observed, low, high }
}
