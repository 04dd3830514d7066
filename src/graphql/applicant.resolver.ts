import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql'
import { eraseApplicant } from '../privacy/erase-applicant'
import {
  ApplicantCreateInput,
  ApplicantCreatePayload,
  ApplicantEraseInput,
  ApplicantErasePayload,
  ApplicantType,
  Erasure,
} from './applicant.types'
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

  @Mutation(() => ApplicantErasePayload, {
    description:
      'Erases all that is kept about a person, for ever: keys, readings, checks, decisions, captures and images of every session. A session in its checks is cancelled first. Asking again answers the same.',
  })
  async applicantErase(
    @Arg('input', () => ApplicantEraseInput, { description: 'The applicant.' }) {
      applicantId,
    }: ApplicantEraseInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id } = callerOf(context, 'PERSONAL_DATA_ERASE')
    return asPayload(() => eraseApplicant(context.deps, { tenantId, applicantId }, id))
  }

  @Query(() => Erasure, {
    nullable: true,
    description: 'That an applicant was erased; null while there is nothing to tell.',
  })
  erasure(
    @Arg('applicantId', () => ID, { description: 'Who was erased.' }) applicantId: string,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'PERSONAL_DATA_ERASE')
    return context.deps.erasures.find(tenantId, applicantId)
  }
}
