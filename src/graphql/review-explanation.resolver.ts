import { Ctx, Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql'
import type { CheckName as Name } from '../decision/check-result'
import { explainCase } from '../review/explain-case'
import type { ReviewCase } from '../storage/review-cases'
import { type Context, callerOf } from './context'
import { CheckName, DecisionOutcome } from './enums'
import { ReviewCaseType } from './review-case.types'

@ObjectType('Counterfactual', {
  description:
    'What the checks would have decided, had one of them come out otherwise and all else as it did.',
})
class CounterfactualType {
  @Field(() => CheckName, { description: 'The check.' })
  check!: Name

  @Field(() => Float, {
    nullable: true,
    description: 'What it had; null where there was nothing to score.',
  })
  score!: number | null

  @Field(() => Float, { description: 'The least with which it would not stand in the way.' })
  needed!: number

  @Field(() => String, { description: 'What both mean.' })
  unit!: string

  @Field(() => DecisionOutcome, { description: 'What the decision would have been.' })
  outcome!: string
}

@Resolver(() => ReviewCaseType)
export class ReviewExplanationResolver {
  @FieldResolver(() => [CounterfactualType], {
    description:
      'One for each check that stands against an approval, by the policy that decided; empty where what it takes was not kept. Needs CASES_DECIDE.',
  })
  counterfactuals(@Root() found: ReviewCase, @Ctx() context: Context) {
    callerOf(context, 'CASES_DECIDE')
    return explainCase(context.deps, found)
  }
}
