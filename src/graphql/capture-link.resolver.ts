import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { createCaptureLink } from '../access/capture-links'
import {
  CaptureLinkCreateInput,
  CaptureLinkCreatePayload,
  CaptureLinkType,
} from './capture-link.types'
import { type Context, callerOf } from './context'
import { asPayload } from './user-errors'

@Resolver(() => CaptureLinkType)
export class CaptureLinkResolver {
  @Mutation(() => CaptureLinkCreatePayload, {
    description:
      'Makes a link for the applicant, good once. It replaces the one before; who came through that is out as soon as this one is opened.',
  })
  async captureLinkCreate(
    @Arg('input', () => CaptureLinkCreateInput, { description: 'The link.' }) {
      sessionId,
      expiresInSec = null,
    }: CaptureLinkCreateInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'SESSIONS_WRITE')
    const ref = { tenantId, sessionId }
    return asPayload(() => createCaptureLink(context.deps, ref, expiresInSec, actor))
  }
}
