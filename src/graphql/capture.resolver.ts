import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { completeCapture } from '../sessions/complete-capture'
import { createCapture } from '../sessions/create-capture'
import {
  CaptureCompleteInput,
  CaptureCompletePayload,
  CaptureType,
  CaptureUploadCreateInput,
  CaptureUploadCreatePayload,
} from './capture.types'
import { type Context, callerOf } from './context'
import { asPayload } from './user-errors'

@Resolver(() => CaptureType)
export class CaptureResolver {
  @Mutation(() => CaptureUploadCreatePayload, {
    description: 'Announces an image; the answer has the address to PUT it to.',
  })
  async captureUploadCreate(
    @Arg('input', () => CaptureUploadCreateInput, { description: 'The capture.' }) {
      sessionId,
      kind,
    }: CaptureUploadCreateInput,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context)
    return asPayload(() => createCapture(context.deps, { tenantId, sessionId }, kind))
  }

  @Mutation(() => CaptureCompletePayload, {
    description:
      'Says that the file was sent. It is checked and decoded; a bad one is refused here, with what to do.',
  })
  async captureComplete(
    @Arg('input', () => CaptureCompleteInput, { description: 'What was sent.' }) {
      captureId,
      sha256,
    }: CaptureCompleteInput,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context)
    return asPayload(() => completeCapture(context.deps, tenantId, captureId, sha256))
  }
}
