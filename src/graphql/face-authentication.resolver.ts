import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import { authorizationOf, redeemAuthorization } from '../authentication/authorization'
import { createAuthentication } from '../authentication/create-authentication'
import { type FaceAction, statusOf } from '../authentication/face-action'
import { submitAuthentication } from '../authentication/submit-authentication'
import type { Deps } from '../deps'
import { sessionOf } from '../sessions/caller'
import type { Session } from '../sessions/session'
import type { FaceAuthentication } from '../storage/face-authentications'
import { type Context, callerOf, callerOrApplicant } from './context'
import {
  type FaceActionInput,
  FaceAuthenticationCreateInput,
  FaceAuthenticationCreatePayload,
  FaceAuthenticationSubmitInput,
  FaceAuthenticationSubmitPayload,
  FaceAuthorizationRedeemInput,
  FaceAuthorizationRedeemPayload,
} from './face-authentication.inputs'
import { FaceAuthenticationType, FaceConfirmationType } from './face-authentication.types'
import { KycSessionType } from './session.types'
import { asPayload, orNull } from './user-errors'

@Resolver(() => KycSessionType)
export class FaceAuthenticationResolver {
  @Query(() => FaceAuthenticationType, {
    nullable: true,
    description: 'An authentication by face, or null when there is none with this id.',
  })
  async faceAuthentication(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'FACES_AUTHENTICATE')
    const { deps } = context
    return orNull(async () =>
      toFaceAuthentication(deps, await deps.faceAuthentications.get(tenantId, id)),
    )
  }

  @Mutation(() => FaceAuthenticationCreatePayload, {
    description: 'Asks an applicant who is enrolled to confirm an action by face, within minutes.',
  })
  async faceAuthenticationCreate(
    @Arg('input', () => FaceAuthenticationCreateInput, { description: 'Who, and what.' }) {
      action,
      ...wanted
    }: FaceAuthenticationCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'FACES_AUTHENTICATE')
    const { deps } = context
    return asPayload(async () => {
      const request = { ...wanted, action: toAction(action) }
      const { authentication, url } = await createAuthentication(deps, caller, request)
      return { authentication: await toFaceAuthentication(deps, authentication), url }
    })
  }

  @Mutation(() => FaceAuthenticationSubmitPayload, {
    description:
      'The applicant confirms: the enrolled device has signed the action with the frames of the last challenge. How it came out is the status of the session.',
  })
  async faceAuthenticationSubmit(
    @Arg('input', () => FaceAuthenticationSubmitInput, { description: 'What was signed.' }) {
      sessionId,
      ...signed
    }: FaceAuthenticationSubmitInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'FACES_AUTHENTICATE')
    return asPayload(() =>
      submitAuthentication(context.deps, sessionOf(caller, sessionId), signed, caller.id),
    )
  }

  @Mutation(() => FaceAuthorizationRedeemPayload, {
    description:
      'Uses an authorisation up, once, for exactly the action that was confirmed. Act after it has succeeded.',
  })
  async faceAuthorizationRedeem(
    @Arg('input', () => FaceAuthorizationRedeemInput, { description: 'What was confirmed.' }) {
      authorization,
      action,
    }: FaceAuthorizationRedeemInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'FACES_AUTHENTICATE')
    const { deps } = context
    const shown = { authorization, action: toAction(action) }
    return asPayload(async () =>
      toFaceAuthentication(deps, await redeemAuthorization(deps, caller, shown)),
    )
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether the applicant’s page is to offer, apart from the rest, to enrol the face: where authentication by face is on.',
  })
  async faceConsentOffered(@Root() { tenantId, purpose }: Session, @Ctx() { deps }: Context) {
    return purpose === 'VERIFICATION' && (await deps.faceSettings.isOn(tenantId))
  }

  @FieldResolver(() => FaceConfirmationType, {
    nullable: true,
    description: 'What is to be confirmed by face; null: it is a verification.',
  })
  async faceConfirmation(
    @Root() { id: sessionId, tenantId, purpose, mode, epoch }: Session,
    @Ctx() { deps }: Context,
  ): Promise<FaceConfirmationType | null> {
    if (purpose !== 'FACE_AUTHENTICATION') return null
    const found = await deps.faceAuthentications.ofSession({ tenantId, sessionId })
    if (found === null) return null
    const { id: authenticationId, applicantId, enrolmentId, action } = found
    const enrolment = await deps.faceEnrolments.inForce(tenantId, applicantId, mode)
    const device = enrolment?.id === enrolmentId ? await deps.deviceKeys.ofSession(enrolment) : null
    const failedBefore = epoch > 0
    return { authenticationId, action, device: device?.thumbprint ?? null, failedBefore }
  }
}

/** What was left out is null: so it is signed. */
function toAction({
  kind,
  amount = null,
  currency = null,
  payeeHash = null,
  nonce,
  display,
}: FaceActionInput): FaceAction {
  return { kind, amount, currency, payeeHash, nonce, display }
}

export async function toFaceAuthentication(
  deps: Pick<Deps, 'signer' | 'settings' | 'now'>,
  authentication: FaceAuthentication,
): Promise<FaceAuthenticationType> {
  const authorization = await authorizationOf(deps, authentication)
  const status = statusOf(authentication, deps.now())
  return { ...authentication, status, authorization, expiresAt: authentication.session.expiresAt }
}
