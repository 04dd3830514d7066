import { Max, Min } from 'class-validator'
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import { type FeatureName, featureOf, type RiskGroup } from '../risk/features'
import type { RiskModel } from '../risk/score-risk'
import type { Candidate, CandidateFailure } from '../storage/candidates'
import { connectionOf } from './connection'
import { enumOf } from './enums'
import { RiskFeature, RiskGroupName } from './risk.enums'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

const CandidateState = enumOf<Candidate['state']>(
  'RiskCandidateState',
  'How far a candidate has come.',
  {
    PENDING: 'A worker is to train it.',
    READY: 'It is there, measured; nothing decides by it until a policy with it is published.',
    FAILED: 'There is none; `failure` says why.',
  },
)

const Failure = enumOf<CandidateFailure>('RiskCandidateFailure', 'Why there is no candidate.', {
  TOO_FEW_LABELS:
    'Thirty labels of fraud and of honesty are needed in either half of the sessions.',
  NOTHING_ON: 'Nothing of risk is on any more.',
})

@ObjectType('RiskWeight', { description: 'What a signal adds at most.' })
export class RiskWeightType {
  @Field(() => RiskFeature, { description: 'The signal.' })
  name!: FeatureName

  @Field(() => RiskGroupName, { description: 'Its group: while that is off, it adds nothing.' })
  group!: RiskGroup

  @Field(() => Float, { description: 'In log-odds.' })
  weight!: number
}

export function weightsOf({ weights }: Pick<RiskModel, 'weights'>): RiskWeightType[] {
  const entries = Object.entries(weights) as [FeatureName, number][]
  return entries.map(([name, weight]) => ({ name, group: featureOf(name).group, weight }))
}

@ObjectType('RiskCandidate', {
  description: 'A model of risk that was trained; a policy brings it into force.',
})
export class RiskCandidateType {
  @Field(() => ID, { description: 'Its id: give it as `riskModel.candidate` to `policyDraft`.' })
  id!: string

  @Field(() => CandidateState, { description: 'How far it has come.' })
  state!: Candidate['state']

  @Field(() => Failure, { nullable: true, description: 'Why there is none.' })
  failure!: CandidateFailure | null

  @Field(() => Float, { description: 'The share of sessions that goes to a person by its bar.' })
  load!: number

  @Field(() => Int, { description: 'Of the draws for intervals: the same gives the same.' })
  seed!: number

  @Field(() => String, { nullable: true, description: 'The version of Countersign it is made by.' })
  codeVersion!: string | null

  @Field(() => String, { description: 'Who asked for it: a member, `SYSTEM`, `command line`.' })
  createdBy!: string

  @Field(() => DateTime, { description: 'When it was asked for.' })
  createdAt!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it was made.' })
  doneAt!: Date | null
}

@InputType({ description: 'What to train.' })
export class RiskCandidateTrainInput {
  @Field(() => Float, {
    defaultValue: 0.05,
    description: 'The share of sessions your team can look at, 0.001 to 0.5.',
  })
  @Min(0.001)
  @Max(0.5)
  load!: number

  @Field(() => Int, { defaultValue: 1, description: 'Of the draws for intervals.' })
  @Min(0)
  seed!: number
}

export const RiskCandidateConnection = connectionOf('RiskCandidate', () => RiskCandidateType)
export const RiskCandidateTrainPayload = payloadOf(
  'RiskCandidateTrainPayload',
  () => RiskCandidateType,
)
