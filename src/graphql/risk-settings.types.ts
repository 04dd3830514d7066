import { Max, Min } from 'class-validator'
import { Field, InputType, Int, ObjectType } from 'type-graphql'
import { RISK_GROUPS, type RiskGroup } from '../risk/features'
import type { TrainEvery } from '../storage/risk-records'
import { RiskGroupName, RiskTrainEvery } from './risk.enums'
import { payloadOf } from './user-errors'

@ObjectType('RiskSettings', { description: 'What of risk is on.' })
export class RiskSettingsType {
  @Field(() => [RiskGroupName], { description: 'The groups that are on; none at first.' })
  groups!: RiskGroup[]

  @Field(() => Int, {
    nullable: true,
    description: 'Whoever is younger, in years, goes to a person; null: nobody.',
  })
  leastAge!: number | null

  @Field(() => Int, {
    nullable: true,
    description: 'Whoever is older, in years, goes to a person; null: nobody.',
  })
  mostAge!: number | null

  @Field(() => Boolean, { description: 'Whether candidates learn from what reviewers decide.' })
  learnFromReviews!: boolean

  @Field(() => RiskTrainEvery, {
    nullable: true,
    description: 'How often a candidate is trained without being asked for; null: never.',
  })
  trainEvery!: TrainEvery | null
}

@InputType({ description: 'What of risk is to be on: the whole of it, every time.' })
export class RiskSettingsUpdateInput {
  @Field(() => [RiskGroupName], {
    description: `The groups to be on. Of those left out everything is deleted, at once and for good. At most ${RISK_GROUPS.length}.`,
  })
  groups!: RiskGroup[]

  @Field(() => Int, { nullable: true, description: 'The least age, in years, with DETAILS.' })
  @Min(0)
  @Max(150)
  leastAge?: number | null

  @Field(() => Int, { nullable: true, description: 'The highest age, in years, with DETAILS.' })
  @Min(0)
  @Max(150)
  mostAge?: number | null

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether candidates learn from what reviewers decide as well. Labels of your own count over it.',
  })
  learnFromReviews!: boolean

  @Field(() => RiskTrainEvery, {
    nullable: true,
    description:
      'How often a candidate is trained without being asked for, where thirty sessions were labelled since the last; left out: never. It decides nothing: two people publish it, as any other.',
  })
  trainEvery?: TrainEvery | null
}

export const RiskSettingsUpdatePayload = payloadOf(
  'RiskSettingsUpdatePayload',
  () => RiskSettingsType,
)
