import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql'
import { AppError } from '../errors'
import { sessionOf } from '../sessions/caller'
import { captureChip } from '../sessions/capture-chip'
import { completeCapture } from '../sessions/complete-capture'
import { createCapture } from '../sessions/create-capture'
import type { Capture, CaptureKind } from '../sessions/session'
import {
  CaptureChipInput,
  CaptureChipPayload,
  CaptureCompleteInput,
  CaptureCompletePayload,
  CaptureType,
  CaptureUploadCreateInput,
  CaptureUploadCreatePayload,
} from './capture.types'
import { type Context, callerOf, callerOrApplicant } from './context'
import { asPayload } from './user-errors'

@Resolver(() => CaptureType)
export class CaptureResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many frames a liveness step was announced with; null for anything else.',
  })
  frameCount(@Root() { burst }: Capture): number | null {
    return burst?.frames.length ?? null
  }

  @Mutation(() => CaptureUploadCreatePayload, {
    description: 'Announces an image; the answer has the address to PUT it to.',
  })
  async captureUploadCreate(
    @Arg('input', () => CaptureUploadCreateInput, { description: 'The capture.' }) {
      sessionId,
      kind,
      sealed,
    }: CaptureUploadCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    return asPayload(async () =>
      createCapture(context.deps, sessionOf(caller, sessionId), photographed(kind), sealed),
    )
  }

  @Mutation(() => CaptureCompletePayload, {
    description:
      'Says that the file was sent. It is checked and decoded; a bad one is refused here, with what to do. A sealed one is OPENING until a worker has done the same to it.',
  })
  async captureComplete(
    @Arg('input', () => CaptureCompleteInput, { description: 'What was sent.' }) {
      captureId,
      sha256,
    }: CaptureCompleteInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    return asPayload(() => completeCapture(context.deps, caller, captureId, sha256))
  }

  @Mutation(() => CaptureChipPayload, {
    description:
      'Sends the chip of the document. Files that cannot be read are refused here; whether a state signed them is checked after the submission. A later chip replaces an earlier one.',
  })
  async captureChip(
    @Arg('input', () => CaptureChipInput, { description: 'The files of the chip.' }) {
      sessionId,
      ...files
    }: CaptureChipInput,
    @Ctx() context: Context,
  ) {
    const { tenantId } = callerOf(context, 'SESSIONS_WRITE')
    return asPayload(() => captureChip(context.deps, { tenantId, sessionId }, files))
  }
}

/** What is not announced here, and how it comes. */
const OTHERWISE: Partial<Record<CaptureKind, string>> = {
  CHIP: 'A chip is not uploaded: send its files with captureChip.',
  LIVENESS: 'Frames belong to a step: start with livenessChallengeStart.',
}

function photographed(kind: CaptureKind): CaptureKind {
  const message = OTHERWISE[kind]
  if (message === undefined) return kind
  throw new AppError('INVALID', message, 'kind')
}
