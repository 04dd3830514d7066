import { Max, Min } from 'class-validator'
import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import { measureDrift, type RiskDrift } from '../learning/measure-drift'
import { type Context, callerOf } from './context'
import { ModeArgs } from './drift.types'
import { RiskDriftMeasurementType, RiskDriftType, toMeasurement } from './risk-drift.types'

const DAY_MS = 86_400_000

@ArgsType()
class HistoryArgs extends ModeArgs {
  @Field(() => Int, { defaultValue: 90, description: 'How many days back, 1 to 400.' })
  @Min(1)
  @Max(400)
  days!: number
}

@Resolver(() => RiskDriftType)
export class RiskDriftResolver {
  @Query(() => RiskDriftType, {
    description: 'Measures how far signals and score have moved; measured when it is asked for.',
  })
  riskDrift(@Args(() => ModeArgs) { mode }: ModeArgs, @Ctx() context: Context) {
    const caller = callerOf(context, 'RESULTS_READ')
    return measureDrift(context.deps, { tenantId: caller.tenantId, mode: mode ?? caller.mode })
  }

  @FieldResolver(() => RiskDriftMeasurementType, {
    nullable: true,
    description: 'What the daily measurement said last, and since when; null before the first.',
  })
  async watched(@Root() { mode }: RiskDrift, @Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    const last = await context.deps.riskDrift.last({ tenantId, mode })
    return last && toMeasurement(last)
  }

  @Query(() => [RiskDriftMeasurementType], {
    description: 'What the daily measurements said, the oldest first. Kept for 400 days.',
  })
  async riskDriftHistory(
    @Args(() => HistoryArgs) { mode, days }: HistoryArgs,
    @Ctx() context: Context,
  ) {
    const { deps } = context
    const caller = callerOf(context, 'RESULTS_READ')
    const watched = { tenantId: caller.tenantId, mode: mode ?? caller.mode }
    const from = new Date(deps.now().getTime() - days * DAY_MS)
    return (await deps.riskDrift.history(watched, from)).map(toMeasurement)
  }
}
