import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql'
import type { ReasonCode as Code } from '../decision/reasons'
import {
  type DryRun,
  dryRunPolicy,
  type OutcomeShift,
  type ReasonShift,
} from '../policies/dry-run-policy'
import { type Context, callerOf } from './context'
import { DecisionOutcome, ReasonCode } from './enums'
import { DateTime, Json } from './scalars'
import { asPayload, payloadOf } from './user-errors'

@InputType({ description: 'What to try, and on which sessions.' })
class PolicyDryRunInput {
  @Field(() => ID, { nullable: true, description: 'A policy; else give a definition.' })
  id?: string | null

  @Field(() => Json, {
    nullable: true,
    description: 'A definition that need not be stored, as `policyDraft` takes it.',
  })
  definition?: object | null

  @Field(() => DateTime, { description: 'Sessions that the checks decided from then on.' })
  from!: Date

  @Field(() => DateTime, { description: 'And before then.' })
  before!: Date
}

@ObjectType('PolicyOutcomeShift', { description: 'Sessions that came out alike, and would.' })
class PolicyOutcomeShiftType {
  @Field(() => DecisionOutcome, { description: 'How the checks decided.' })
  before!: OutcomeShift['before']

  @Field(() => DecisionOutcome, { description: 'How they would have.' })
  after!: OutcomeShift['after']

  @Field(() => Int, { description: 'How many sessions.' })
  count!: number

  @Field(() => [ID], { description: 'Some of them, at most 5.' })
  examples!: string[]
}

@ObjectType('PolicyReasonShift', { description: 'How often a reason stands in decisions.' })
class PolicyReasonShiftType {
  @Field(() => ReasonCode, { description: 'Which.' })
  code!: Code

  @Field(() => String, {
    nullable: true,
    description: 'Of POLICY_RULE and STEP_UP_ASKED: the rule’s name.',
  })
  rule!: string | null

  @Field(() => Int, { description: 'In how many decisions it stands.' })
  before!: number

  @Field(() => Int, { description: 'In how many it would.' })
  after!: number

  @Field(() => [ID], { description: 'Some sessions that would get or lose it, at most 5.' })
  examples!: string[]
}

@ObjectType('PolicyDryRun', { description: 'What a policy would have made of past sessions.' })
class PolicyDryRunType implements DryRun {
  @Field(() => Int, { description: 'How many it was tried on.' })
  sessions!: number

  @Field(() => Int, {
    description:
      'Of those: how many nothing can be said of, and that are not counted below. What the policy asks for was not measured or not kept then.',
  })
  unknown!: number

  @Field(() => Int, { description: 'Of those: how many would have come out otherwise.' })
  changed!: number

  @Field(() => Boolean, {
    description: 'Whether there were more, older ones: 50 000 are tried at once.',
  })
  hasMore!: boolean

  @Field(() => [PolicyOutcomeShiftType], {
    description: 'By outcome then and now, the most frequent first.',
  })
  outcomes!: OutcomeShift[]

  @Field(() => [PolicyReasonShiftType], {
    description: 'By reason, those that change most first.',
  })
  reasons!: ReasonShift[]
}

const PolicyDryRunPayload = payloadOf('PolicyDryRunPayload', () => PolicyDryRunType)

@Resolver()
export class PolicyDryRunResolver {
  @Mutation(() => PolicyDryRunPayload, {
    description: 'Tries a policy on past sessions: what would change. Nothing is changed.',
  })
  policyDryRun(
    @Arg('input', () => PolicyDryRunInput, { description: 'What, on which.' })
    { id = null, definition = null, from, before }: PolicyDryRunInput,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'POLICIES_MANAGE')
    const wish = { id, definition, from, before }
    return asPayload(() => dryRunPolicy(context.deps, tenantId, wish))
  }
}
