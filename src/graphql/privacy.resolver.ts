import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { recordConsent } from '../privacy/consent'
import { sessionOf } from '../sessions/caller'
import { type Context, callerOf, callerOrApplicant } from './context'
import { given } from './given'
import {
  ApplicantRelationshipEndInput,
  ApplicantRelationshipEndPayload,
  ConsentRecordInput,
  ConsentRecordPayload,
  OrganizationType,
  OrganizationUpdateInput,
  OrganizationUpdatePayload,
} from './privacy.types'
import { asPayload } from './user-errors'

@Resolver(() => OrganizationType)
export class PrivacyResolver {
  @Query(() => OrganizationType, { description: 'Your organisation.' })
  organization(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'SESSIONS_READ')
    return context.deps.organizations.get(tenantId)
  }

  @Mutation(() => OrganizationUpdatePayload, {
    description:
      'Sets what holds for the whole organisation: consent, retention, passkeys, review, branding.',
  })
  async organizationUpdate(
    @Arg('input', () => OrganizationUpdateInput, { description: 'What to set.' })
    {
      imageRetentionDays,
      retentionDays,
      brandColour,
      brandLogo,
      ...always
    }: OrganizationUpdateInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'SETTINGS_MANAGE')
    const { organizations, now } = context.deps
    const nullable = { imageRetentionDays, retentionDays, brandColour, brandLogo }
    const change = { ...definite(nullable), ...given(always) }
    return asPayload(() => organizations.change(tenantId, change, { actor, at: now() }))
  }

  @Mutation(() => ApplicantRelationshipEndPayload, {
    description: 'Says that your business with the person ended: from then on retention runs.',
  })
  async applicantRelationshipEnd(
    @Arg('input', () => ApplicantRelationshipEndInput, { description: 'The applicant.' }) {
      applicantId,
      endedAt,
    }: ApplicantRelationshipEndInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'SESSIONS_WRITE')
    const { applicants, now } = context.deps
    const deed = { actor, at: now() }
    return asPayload(() => {
      return applicants.endRelationship(tenantId, applicantId, endedAt ?? deed.at, deed)
    })
  }

  @Mutation(() => ConsentRecordPayload, {
    description: 'Records that the applicant agreed to a text, before anything is captured.',
  })
  async consentRecord(
    @Arg('input', () => ConsentRecordInput, { description: 'The consent.' }) {
      sessionId,
      ...consent
    }: ConsentRecordInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    return asPayload(() =>
      recordConsent(context.deps, sessionOf(caller, sessionId), consent, caller.id),
    )
  }
}

/** Without what was left out; null stays, for it says never. */
function definite<T extends object>(input: T) {
  const set = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(set) as { [key in keyof T]?: Exclude<T[key], undefined> }
}
