import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { createCaptureLink, handOver } from '../access/capture-links'
import { sessionOf } from '../sessions/caller'
import {
  CaptureLinkCreateInput,
  CaptureLinkCreatePayload,
  CaptureLinkType,
} from './capture-link.types'
import { type Context, callerOrApplicant } from './context'
import { asPayload } from './user-errors'

@Resolver(() => CaptureLinkType)
export class CaptureLinkResolver {
  @Mutation(() => CaptureLinkCreatePayload, {
    description:
      'Makes a link for the applicant, good once. It replaces the one before; who came through that is out as soon as this one is opened. An applicant makes one to go on with another device, for ten minutes at most, before a device key is registered.',
  })
  async captureLinkCreate(
    @Arg('input', () => CaptureLinkCreateInput, { description: 'The link.' }) {
      sessionId,
      expiresInSec = null,
    }: CaptureLinkCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    const create = caller.sessionId === null ? createCaptureLink : handOver
    return asPayload(async () =>
      create(context.deps, sessionOf(caller, sessionId), expiresInSec, caller.id),
    )
  }
}
