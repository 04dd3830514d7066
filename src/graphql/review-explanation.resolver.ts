import { Ctx, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql'
import type { CheckName as Name } from '../decision/check-result'
import type { CheckOutcome as Outcome } from '../decision/decide'
import {
  type ExplainedCheck,
  type ExplainedReason,
  type ExplainedRule,
  type Explanation,
  explainCase,
  type WouldBe,
} from '../review/explain-case'
import type { ReviewCase } from '../storage/review-cases'
import { type Context, callerOf } from './context'
import { ReasonType, toReason } from './decision.types'
import { CheckName, CheckOutcome, DecisionOutcome } from './enums'
import { ReviewCaseType } from './review-case.types'

const UNKNOWN = 'null where it cannot be told.'

@ObjectType('WouldBe', { description: 'What would have been decided: the decision judged anew.' })
class WouldBeType implements WouldBe {
  @Field(() => DecisionOutcome, { description: 'How it would have come out.' })
  outcome!: WouldBe['outcome']

  @Field(() => [String], {
    description:
      'What would still have stood against an approval: codes of reasons; a rule as `POLICY_RULE <name>` or `STEP_UP_ASKED <name>`.',
  })
  against!: string[]
}

@ObjectType('ExplainedReason', { description: 'A reason, and what it alone weighed.' })
class ExplainedReasonType {
  @Field(() => ReasonType, { description: 'With all that was measured.' })
  reason!: ReasonType

  @Field(() => String, { nullable: true, description: 'The kind of capture it was seen on.' })
  captureKind!: string | null

  @Field(() => WouldBeType, {
    nullable: true,
    description: `Had this one not been there; ${UNKNOWN}`,
  })
  ifMended!: WouldBe | null
}

@ObjectType('ExplainedCheck', {
  description: 'A check that stands against an approval, or only warns.',
})
class ExplainedCheckType {
  @Field(() => CheckName, { description: 'Which.' })
  check!: Name

  @Field(() => CheckOutcome, { description: 'How it came out.' })
  outcome!: Outcome

  @Field(() => Float, { nullable: true, description: 'What was measured, in `unit`.' })
  score!: number | null

  @Field(() => Float, { description: 'From where on it does not stand against an approval.' })
  needed!: number

  @Field(() => String, { description: 'What the score means.' })
  unit!: string

  @Field(() => [ExplainedReasonType], { description: 'Why.' })
  reasons!: ExplainedReasonType[]

  @Field(() => WouldBeType, {
    nullable: true,
    description: `Had it just reached what is needed; ${UNKNOWN}`,
  })
  ifPassed!: WouldBe | null
}

@ObjectType('ExplainedRule', {
  description:
    'A rule of your policy that holds, or that asked for one more capture before (STEP_UP_ASKED).',
})
class ExplainedRuleType {
  @Field(() => ReasonType, { description: 'The rule.' })
  reason!: ReasonType

  @Field(() => WouldBeType, { nullable: true, description: `Had it not held; ${UNKNOWN}` })
  ifNotHeld!: WouldBe | null
}

@ObjectType('Explanation', { description: 'What the checks decided, and what it hung on.' })
class ExplanationType {
  @Field(() => DecisionOutcome, { description: 'How the checks decided.' })
  outcome!: Explanation['outcome']

  @Field(() => String, { description: 'By which policy.' })
  policyVersion!: string

  @Field(() => [ExplainedCheckType], { description: 'The checks that did not pass.' })
  checks!: ExplainedCheckType[]

  @Field(() => [ExplainedRuleType], {
    description: 'The rules that hold, then those that asked for one more capture.',
  })
  rules!: ExplainedRuleType[]
}

@Resolver(() => ReviewCaseType)
export class ReviewExplanationResolver {
  @FieldResolver(() => ExplanationType, {
    nullable: true,
    description:
      'Why it is a case, and what would have been decided otherwise; null where the checks decided nothing. Needs CASES_DECIDE.',
  })
  async explanation(
    @Root() found: ReviewCase,
    @Ctx() context: Context,
  ): Promise<ExplanationType | null> {
    callerOf(context, 'CASES_DECIDE')
    const explained = await explainCase(context.deps, found)
    if (explained === null) return null
    const { checks, rules, ...decision } = explained
    return { ...decision, checks: checks.map(toCheck), rules: rules.map(toRule) }
  }
}

function toCheck({ reasons, ...check }: ExplainedCheck): ExplainedCheckType {
  return { ...check, reasons: reasons.map(toExplained) }
}

function toExplained({ reason, kind, ifMended }: ExplainedReason): ExplainedReasonType {
  return { reason: toReason(reason, true), captureKind: kind, ifMended }
}

function toRule({ reason, ifNotHeld }: ExplainedRule): ExplainedRuleType {
  return { reason: toReason(reason, true), ifNotHeld }
}
