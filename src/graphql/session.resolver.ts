import { Arg, Args, Ctx, ID, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import { sessionOf } from '../sessions/caller'
import { cancelSession } from '../sessions/cancel-session'
import { createSession } from '../sessions/create-session'
import type { Session } from '../sessions/session'
import { submitSession } from '../sessions/submit-session'
import { watchSession } from '../sessions/watch-session'
import { ConnectionArgs, pageArgs, toConnection } from './connection'
import { type Context, callerOf, callerOrApplicant } from './context'
import { given } from './given'
import {
  KycSessionCancelInput,
  KycSessionCancelPayload,
  KycSessionConnection,
  KycSessionCreateInput,
  KycSessionCreatePayload,
  KycSessionFilter,
  KycSessionSubmitInput,
  KycSessionSubmitPayload,
  KycSessionType,
} from './session.types'
import { asPayload, orNull } from './user-errors'

type SubscriptionRequest = { args: { id: string }; context: Context }

@Resolver(() => KycSessionType)
export class SessionResolver {
  @Query(() => KycSessionType, {
    nullable: true,
    description: 'A session, or null when there is none with this id.',
  })
  async kycSession(
    @Arg('id', () => ID, { description: 'Its id.' }) sessionId: string,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_READ')
    return orNull(async () => context.deps.sessions.get(sessionOf(caller, sessionId)))
  }

  @Query(() => KycSessionConnection, { description: 'Sessions, newest first.' })
  async kycSessions(
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Arg('filter', () => KycSessionFilter, {
      nullable: true,
      description: 'Which; all when absent.',
    })
    filter: KycSessionFilter | undefined,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'SESSIONS_READ')
    return toConnection(
      await context.deps.sessions.list(tenantId, given(filter ?? {}), pageArgs(args)),
    )
  }

  @Mutation(() => KycSessionCreatePayload, { description: 'Opens a session for an applicant.' })
  async kycSessionCreate(
    @Arg('input', () => KycSessionCreateInput, { description: 'The session.' }) {
      applicantId,
      documentType,
      livenessRequired,
      expiresAt,
    }: KycSessionCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'SESSIONS_WRITE')
    return asPayload(() =>
      createSession(context.deps, caller, {
        applicantId,
        documentType: documentType ?? null,
        livenessRequired,
        expiresAt: expiresAt ?? null,
      }),
    )
  }

  @Mutation(() => KycSessionSubmitPayload, {
    description: 'Starts the checks. Call once the captures are READY.',
  })
  async kycSessionSubmit(
    @Arg('input', () => KycSessionSubmitInput, { description: 'The session.' }) {
      sessionId,
      manifest = null,
    }: KycSessionSubmitInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    return asPayload(() =>
      submitSession(context.deps, sessionOf(caller, sessionId), caller, manifest),
    )
  }

  @Mutation(() => KycSessionCancelPayload, {
    description: 'Ends a session that is not decided yet.',
  })
  async kycSessionCancel(
    @Arg('input', () => KycSessionCancelInput, { description: 'The session.' }) {
      sessionId,
    }: KycSessionCancelInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'SESSIONS_WRITE')
    return asPayload(() => cancelSession(context.deps, { tenantId, sessionId }, actor))
  }

  @Subscription(() => KycSessionType, {
    description:
      'The session now, and again after every change. Over graphql-ws; send the key in connectionParams.authorization.',
    subscribe: ({ args, context }: SubscriptionRequest) => {
      const caller = callerOrApplicant(context, 'SESSIONS_READ')
      return watchSession(context.deps, sessionOf(caller, args.id))
    },
  })
  kycSessionUpdated(
    @Arg('id', () => ID, { description: 'The session.' }) _id: string,
    @Root() session: Session,
  ): Session {
    return session
  }
}
