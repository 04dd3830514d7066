import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { CandidateDryRun, SignalShift } from '../learning/dry-run-candidate'
import type { FeatureName } from '../risk/features'
import { RiskFeature } from './risk.enums'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

@InputType({ description: 'What to try, and on which sessions.' })
export class RiskCandidateDryRunInput {
  @Field(() => ID, { description: 'The candidate.' })
  id!: string

  @Field(() => DateTime, { description: 'Sessions that were assessed from then on.' })
  from!: Date

  @Field(() => DateTime, { description: 'And before then.' })
  before!: Date
}

@ObjectType('RiskReferralShift', { description: 'Sessions that would go another way.' })
class ReferralShiftType {
  @Field(() => Int, { description: 'How many.' })
  count!: number

  @Field(() => [ID], { description: 'Some of them, at most 5.' })
  examples!: string[]
}

@ObjectType('RiskSignalShift', { description: 'For which signals sessions would go another way.' })
class SignalShiftType implements SignalShift {
  @Field(() => RiskFeature, { description: 'The signal; a session may have several.' })
  name!: FeatureName

  @Field(() => Int, { description: 'Sessions sent to a person newly, for it among others.' })
  newly!: number

  @Field(() => Int, { description: 'Sessions that were sent to a person for it, and no more.' })
  noMore!: number
}

@ObjectType('RiskCandidateDryRun', {
  description: 'Whom a candidate would have sent to a person for the risk alone.',
})
class CandidateDryRunType implements CandidateDryRun {
  @Field(() => String, { description: 'The model in force, with which it is compared.' })
  model!: string

  @Field(() => Int, { description: 'How many sessions it was tried on.' })
  sessions!: number

  @Field(() => Int, { description: 'How many of them go to a person by the model in force.' })
  before!: number

  @Field(() => Int, { description: 'How many by the candidate.' })
  after!: number

  @Field(() => ReferralShiftType, { description: 'Who would go to a person newly.' })
  newly!: CandidateDryRun['newly']

  @Field(() => ReferralShiftType, { description: 'Who would go to one no more.' })
  noMore!: CandidateDryRun['noMore']

  @Field(() => [SignalShiftType], { description: 'For which signals, those that move most first.' })
  signals!: SignalShift[]

  @Field(() => Boolean, { description: 'Whether there were more, older ones: 50 000 are tried.' })
  hasMore!: boolean
}

export const RiskCandidateDryRunPayload = payloadOf(
  'RiskCandidateDryRunPayload',
  () => CandidateDryRunType,
)
