import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import { requestEnrolment } from '../authentication/request-enrolment'
import { type Context, callerOf } from './context'
import {
  FaceAuthenticationSettingsUpdateInput,
  FaceAuthenticationSettingsUpdatePayload,
  FaceEnrolmentCreateInput,
  FaceEnrolmentCreatePayload,
  FaceEnrolmentRevokeInput,
  FaceEnrolmentRevokePayload,
} from './face-authentication.inputs'
import { FaceAuthenticationSettingsType, FaceEnrolmentType } from './face-authentication.types'
import { asPayload } from './user-errors'

@Resolver(() => FaceEnrolmentType)
export class FaceEnrolmentResolver {
  @Query(() => FaceAuthenticationSettingsType, {
    description: 'Whether applicants may confirm by face.',
  })
  async faceAuthenticationSettings(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'SESSIONS_READ')
    return { enabled: await context.deps.faceSettings.isOn(tenantId) }
  }

  @Mutation(() => FaceAuthenticationSettingsUpdatePayload, {
    description:
      'Turns authentication by face on and off. Read docs/face-authentication.md first: it processes biometric data to identify people (GDPR article 9) and needs their explicit consent.',
  })
  faceAuthenticationSettingsUpdate(
    @Arg('input', () => FaceAuthenticationSettingsUpdateInput, { description: 'What is on.' })
    { enabled }: FaceAuthenticationSettingsUpdateInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'SETTINGS_MANAGE')
    const { faceSettings, now } = context.deps
    return asPayload(async () => ({
      enabled: await faceSettings.change(tenantId, enabled, { actor, at: now() }),
    }))
  }

  @Query(() => [FaceEnrolmentType], {
    description: 'The enrolments of an applicant, newest first.',
  })
  faceEnrolments(
    @Arg('applicantId', () => ID, { description: 'Whose.' }) applicantId: string,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'FACES_ENROL')
    return context.deps.faceEnrolments.ofApplicant(tenantId, applicantId)
  }

  @Mutation(() => FaceEnrolmentCreatePayload, {
    description:
      'Asks for the face of an approved session to be enrolled, with the device that signed it; it takes the place of an earlier enrolment. Needs the applicant’s consent to this purpose.',
  })
  faceEnrolmentCreate(
    @Arg('input', () => FaceEnrolmentCreateInput, { description: 'The session.' }) {
      sessionId,
    }: FaceEnrolmentCreateInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'FACES_ENROL')
    return asPayload(() => requestEnrolment(context.deps, { tenantId, sessionId }, actor))
  }

  @Mutation(() => FaceEnrolmentRevokePayload, {
    description: 'Ends an enrolment and deletes the template.',
  })
  faceEnrolmentRevoke(
    @Arg('input', () => FaceEnrolmentRevokeInput, { description: 'The enrolment.' })
    { id }: FaceEnrolmentRevokeInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'FACES_ENROL')
    const { faceEnrolments, now } = context.deps
    return asPayload(() => faceEnrolments.revoke(tenantId, id, { actor, at: now() }))
  }
}
