import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { ApplicantCreateInput, ApplicantCreatePayload, ApplicantType } from './applicant.types'
import { type Context, callerOf } from './context'
import { asPayload } from './user-errors'

@Resolver(() => ApplicantType)
export class ApplicantResolver {
  @Mutation(() => ApplicantCreatePayload, {
    description: 'Creates an applicant, for whom sessions can be opened.',
  })
  async applicantCreate(
    @Arg('input', () => ApplicantCreateInput, { description: 'The applicant.' })
    input: ApplicantCreateInput,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'SESSIONS_WRITE')
    const { applicants, now } = context.deps
    return asPayload(() => applicants.create(tenantId, input.externalId ?? null, now()))
  }
}
