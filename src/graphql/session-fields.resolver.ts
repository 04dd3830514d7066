import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { assertMaySeeEnd } from '../review/judge-blindly'
import { openReading } from '../sessions/open-reading'
import type { Session } from '../sessions/session'
import { signSnapshot } from '../sessions/sign-snapshot'
import { ApplicantType } from './applicant.types'
import { CaptureType } from './capture.types'
import { type Context, callerOf, refuseApplicants } from './context'
import { CheckType, DecisionType, toCheck, toDecision } from './decision.types'
import { SessionStatus } from './enums'
import { toLivenessChallenge } from './liveness.resolver'
import { LivenessChallengeType } from './liveness.types'
import { DocumentReadingType, toReading } from './reading.types'
import { KycSessionEventType, KycSessionType } from './session.types'

const refOf = ({ tenantId, id }: Session) => ({ tenantId, sessionId: id })

/** For what tells how a session ended. @throws AppError CONFLICT, of one who is yet to judge its case blindly */
async function assertMaySee({ deps, caller }: Context, { id }: Session): Promise<void> {
  if (caller !== null) await assertMaySeeEnd(deps, caller, id)
}

@Resolver(() => KycSessionType)
export class SessionFieldsResolver {
  @FieldResolver(() => SessionStatus, { description: 'Whose turn it is.' })
  async status(@Root() session: Session, @Ctx() context: Context) {
    await assertMaySee(context, session)
    return session.status
  }

  @FieldResolver(() => ApplicantType, { description: 'Whose identity it is about.' })
  applicant(@Root() session: Session, @Ctx() context: Context) {
    refuseApplicants(context)
    return context.deps.applicants.get(session.tenantId, session.applicantId)
  }

  @FieldResolver(() => String, {
    description:
      'How it stands now, as a signed statement (`kyc-session+jwt`) that verifies with the keys at `/.well-known/jwks.json`: to go with a webhook, which says no more than that something changed.',
  })
  async snapshot(@Root() session: Session, @Ctx() context: Context) {
    refuseApplicants(context)
    await assertMaySee(context, session)
    return signSnapshot(context.deps, session)
  }

  @FieldResolver(() => [CaptureType], { description: 'Its captures, oldest first.' })
  captures(@Root() session: Session, @Ctx() { deps }: Context) {
    return deps.captures.ofSession(refOf(session))
  }

  @FieldResolver(() => [LivenessChallengeType], {
    description: 'Its liveness challenges, oldest first; the last that is complete counts.',
  })
  async livenessChallenges(@Root() session: Session, @Ctx() { deps }: Context) {
    const challenges = await deps.challenges.ofSession(refOf(session))
    return challenges.map((challenge) => toLivenessChallenge(challenge, deps.now()))
  }

  @FieldResolver(() => [CheckType], { description: 'The checks of the last run; empty before it.' })
  async checks(@Root() session: Session, @Ctx() context: Context) {
    callerOf(context, 'RESULTS_READ')
    const { deps } = context
    return (await deps.results.checks(refOf(session), session.epoch)).map(toCheck)
  }

  @FieldResolver(() => DocumentReadingType, {
    nullable: true,
    description: 'What was last read from the document.',
  })
  async documentReading(@Root() session: Session, @Ctx() context: Context) {
    const { id: actor } = callerOf(context, 'RESULTS_READ')
    const reading = await openReading(context.deps, refOf(session), actor)
    return reading && toReading(reading)
  }

  @FieldResolver(() => DecisionType, {
    nullable: true,
    description: 'The decision in force: the latest.',
  })
  async decision(@Root() session: Session, @Ctx() context: Context) {
    callerOf(context, 'RESULTS_READ')
    await assertMaySee(context, session)
    const { deps } = context
    const [latest] = await deps.results.decisions(refOf(session))
    return latest ? toDecision(latest) : null
  }

  @FieldResolver(() => [DecisionType], { description: 'Every decision, newest first.' })
  async decisions(@Root() session: Session, @Ctx() context: Context) {
    callerOf(context, 'RESULTS_READ')
    await assertMaySee(context, session)
    const { deps } = context
    return (await deps.results.decisions(refOf(session))).map(toDecision)
  }

  @FieldResolver(() => [KycSessionEventType], { description: 'What happened, oldest first.' })
  async history(@Root() session: Session, @Ctx() context: Context) {
    refuseApplicants(context)
    await assertMaySee(context, session)
    return context.deps.sessions.history(refOf(session))
  }
}
