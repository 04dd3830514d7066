import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Step } from '../liveness/challenge'
import type { Caller } from './caller'
import { assertTakesCaptures } from './create-capture'
import { type LivenessChallenge, stepExpiry } from './liveness-challenge'
import type { AnnouncedBurst, AnnouncedFrame, Capture } from './session'
import { type IssuedStep, issued, stepUpload } from './start-liveness-challenge'

/** The most bytes the frames of one step may have. */
const MAX_BURST_BYTES = 10_000_000

/** The client's clock and ours may run apart by so much over a step. */
const CLOCK_MS = 1_000

/**
 * Takes down what the applicant's frames are, by their hash, and issues the next step. The frames themselves may be
 * uploaded before or after: what comes must have this hash, so nothing can be made once the next step is known. Saying
 * it twice gives the same answer. Where they are sealed the hash is that of what is sent, the lengths are those of the frames.
 * @throws AppError NOT_FOUND; INVALID naming the field; CONFLICT when it is not this step's turn, the frames were sent
 * before or the session takes no captures; EXPIRED when it comes too late by our clock: the challenge is over, start another
 */
export async function submitLivenessStep(
  deps: Deps,
  { tenantId, sessionId: own }: Pick<Caller, 'tenantId' | 'sessionId'>,
  captureId: string,
  burst: AnnouncedBurst,
): Promise<IssuedStep> {
  const at = deps.now()
  const capture = await deps.captures.get(tenantId, captureId, own)
  const { challenge, step } = await stepOf(deps, capture)
  const session = await deps.sessions.get({ tenantId, sessionId: capture.sessionId })
  assertTakesCaptures(session, at)
  if (isRepeated(challenge, capture, burst)) return issuedAlready(deps, challenge)
  assertItsTurn(challenge, capture)
  if (challenge.stepExpiresAt < at)
    throw new AppError(
      'EXPIRED',
      'The time for this step is over, and the challenge with it; start another one.',
      'captureId',
    )
  assertFrames(burst.frames, step, at.getTime() - challenge.stepIssuedAt.getTime())
  if (capture.uploadSha256 !== null && capture.uploadSha256 !== burst.sha256)
    throw new AppError('SHA256_MISMATCH', 'What was uploaded has another SHA-256.', 'sha256')
  if (await deps.captures.knowsBurst(capture, burst.sha256))
    throw new AppError('CONFLICT', 'These frames were sent before; film the step anew.', 'sha256')
  const next = challenge.steps[challenge.answered + 1]
  const answered = await deps.challenges.answer(challenge, capture, burst, {
    at,
    next: next
      ? {
          stepExpiresAt: stepExpiry(next, challenge.moreTime, at),
          upload: await stepUpload(deps, session, at, capture.sealingKeyId !== null),
        }
      : null,
  })
  return issued(deps, answered.challenge, answered.capture)
}

async function stepOf(deps: Deps, { tenantId, challengeId, step: place }: Capture) {
  const challenge = challengeId ? await deps.challenges.get(tenantId, challengeId) : null
  const step = challenge?.steps[place ?? -1]
  if (!challenge || !step)
    throw new AppError('INVALID', 'This capture is no step of a liveness challenge.', 'captureId')
  return { challenge, step }
}

/** The answer to the last step got lost on its way: it is given again. */
function isRepeated({ answered }: LivenessChallenge, capture: Capture, burst: AnnouncedBurst) {
  return capture.step === answered - 1 && capture.burst?.sha256 === burst.sha256
}

async function issuedAlready(deps: Deps, challenge: LivenessChallenge): Promise<IssuedStep> {
  const captures = await deps.captures.ofSession(challenge)
  const isNext = ({ challengeId, step }: Capture) =>
    challengeId === challenge.id && step === challenge.answered
  return issued(deps, challenge, captures.find(isNext) ?? null)
}

function assertItsTurn(challenge: LivenessChallenge, { step }: Capture): void {
  if (step === challenge.answered) return
  throw new AppError('CONFLICT', 'This step was submitted already.', 'captureId')
}

/** What a client that follows the step would send; anything else would only cost time later. */
function assertFrames(frames: AnnouncedFrame[], step: Step, elapsedMs: number): void {
  const { leastFrames, mostFrames, deadlineMs } = step
  if (frames.length < leastFrames || frames.length > mostFrames)
    throw invalid(`This step takes ${leastFrames} to ${mostFrames} frames.`)
  if (frames.some(({ byteLength }) => byteLength < 1))
    throw invalid('Every frame has a byteLength of 1 or more.')
  const bytes = frames.reduce((sum, { byteLength }) => sum + byteLength, 0)
  if (bytes > MAX_BURST_BYTES)
    throw invalid('The frames have more than 10 MB; send smaller or fewer ones.')
  const times = frames.map(({ atMs }) => atMs)
  if (times.some((time, at) => time < 0 || time <= (times[at - 1] ?? -1)))
    throw invalid('The times of the frames must rise from 0 on.')
  const last = times.at(-1) ?? 0
  if (last > deadlineMs) throw invalid(`Frames are taken within ${deadlineMs} ms.`)
  if (last > elapsedMs + CLOCK_MS)
    throw invalid('The last frame would lie in the future; send times in milliseconds.')
}

function invalid(message: string): AppError {
  return new AppError('INVALID', message, 'frames')
}
