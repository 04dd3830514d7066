import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql'
import { sessionOf } from '../sessions/caller'
import { recordPageBehaviour } from '../sessions/record-page-behaviour'
import type { Session } from '../sessions/session'
import { PageBehaviourRecordInput, PageBehaviourRecordPayload } from './behaviour.types'
import { type Context, callerOrApplicant } from './context'
import { KycSessionType } from './session.types'
import { asPayload } from './user-errors'

@Resolver(() => KycSessionType)
export class BehaviourResolver {
  @FieldResolver(() => Boolean, {
    description:
      'Whether the applicant’s page measures how it is used, for you turned on BEHAVIOUR; it then says so before.',
  })
  async behaviourMeasured(@Root() { tenantId }: Session, @Ctx() { deps }: Context) {
    return (await deps.risk.settings(tenantId)).groups.includes('BEHAVIOUR')
  }

  @Mutation(() => PageBehaviourRecordPayload, {
    description:
      'Tells how the applicant’s page was used, in numbers, before the session is submitted. Refused unless you turned on BEHAVIOUR.',
  })
  pageBehaviourRecord(
    @Arg('input', () => PageBehaviourRecordInput, { description: 'What was measured.' })
    { sessionId, steps, timesAway, inputs }: PageBehaviourRecordInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    const page = {
      steps: steps.map((each) => ({ ...each })),
      timesAway,
      inputs: [...new Set(inputs)],
    }
    return asPayload(() =>
      recordPageBehaviour(context.deps, sessionOf(caller, sessionId), page, caller.id),
    )
  }
}
