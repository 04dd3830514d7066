import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { sessionOf } from '../sessions/caller'
import { type LivenessChallenge, stateOf } from '../sessions/liveness-challenge'
import { type IssuedStep, startLivenessChallenge } from '../sessions/start-liveness-challenge'
import { submitLivenessStep } from '../sessions/submit-liveness-step'
import { type Context, callerOrApplicant } from './context'
import {
  LivenessChallengeStartInput,
  LivenessChallengeStartPayload,
  LivenessChallengeType,
  type LivenessStepIssue,
  LivenessStepSubmitInput,
  LivenessStepSubmitPayload,
} from './liveness.types'
import { asPayload } from './user-errors'

@Resolver(() => LivenessChallengeType)
export class LivenessResolver {
  @Mutation(() => LivenessChallengeStartPayload, {
    description:
      'Starts a liveness challenge and gives its first step. Call it when the applicant is ready: the time runs. A session has five.',
  })
  async livenessChallengeStart(
    @Arg('input', () => LivenessChallengeStartInput, { description: 'The wishes.' }) {
      sessionId,
      flashes,
      moreTime,
      cameraLabel,
      sealed,
    }: LivenessChallengeStartInput,
    @Ctx() context: Context,
  ) {
    const { deps } = context
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    const request = { flashes, moreTime, cameraLabel: cameraLabel ?? null, sealed }
    return asPayload(async () =>
      toIssue(
        await startLivenessChallenge(deps, sessionOf(caller, sessionId), request),
        deps.now(),
      ),
    )
  }

  @Mutation(() => LivenessStepSubmitPayload, {
    description:
      'Says what the frames of the step are, and gives the next step. Their upload may come before or after it; say `captureComplete` when it is done. All steps complete, the session can be submitted.',
  })
  async livenessStepSubmit(
    @Arg('input', () => LivenessStepSubmitInput, { description: 'The frames.' }) {
      captureId,
      sha256,
      frames,
    }: LivenessStepSubmitInput,
    @Ctx() context: Context,
  ) {
    const { deps } = context
    const caller = callerOrApplicant(context, 'SESSIONS_WRITE')
    const burst = { sha256, frames: frames.map(({ atMs, byteLength }) => ({ atMs, byteLength })) }
    return asPayload(async () =>
      toIssue(await submitLivenessStep(deps, caller, captureId, burst), deps.now()),
    )
  }
}

function toIssue(issued: IssuedStep, now: Date): LivenessStepIssue {
  return { ...issued, challenge: toLivenessChallenge(issued.challenge, now) }
}

/** Without its steps: they are told one at a time. */
export function toLivenessChallenge(
  challenge: LivenessChallenge,
  now: Date,
): LivenessChallengeType {
  const { id, number, flashes, moreTime, bits, steps, answered, stepExpiresAt, createdAt } =
    challenge
  return {
    id,
    number,
    flashes,
    moreTime,
    bits,
    stepExpiresAt,
    createdAt,
    state: stateOf(challenge, now),
    stepCount: steps.length,
    stepsSubmitted: answered,
  }
}
