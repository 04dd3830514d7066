import { randomBytes } from 'node:crypto'
import type { Deps } from '../deps'
import {
  CHALLENGE_BYTES,
  type ChallengeWish,
  drawChallenge,
  type Step,
} from '../liveness/challenge'
import { virtualCameraIn } from '../liveness/injection-hints'
import { assertConsented } from '../privacy/consent'
import { tellRefusal } from '../security-events'
import { assertTakesCaptures } from './create-capture'
import { type LivenessChallenge, stepExpiry } from './liveness-challenge'
import { newSealTerms, type Seal, sealOf } from './seal-terms'
import type { Capture, Session, SessionRef } from './session'

/** `cameraLabel`: what the browser calls the camera. It may hold a person's name, so it is looked at and not kept. */
export type ChallengeRequest = ChallengeWish & { cameraLabel: string | null; sealed: boolean }

/** A step to be shown now, where its frames go and how to seal them. `step` is null once all are answered. */
export type IssuedStep = {
  challenge: LivenessChallenge
  step: Step | null
  capture: Capture | null
  uploadUrl: string | null
  seal: Seal | null
}

/**
 * Draws a challenge and issues its first step. One that was begun before and not answered is given up.
 * @throws AppError NOT_FOUND, CONFLICT or EXPIRED when the session takes no captures now or there is
 * no key to seal to; TOO_MANY_ATTEMPTS
 */
export function startLivenessChallenge(
  deps: Deps,
  ref: SessionRef,
  wanted: ChallengeRequest,
): Promise<IssuedStep> {
  return start(deps, ref, wanted).catch(tellRefusal(deps, ref))
}

async function start(
  deps: Deps,
  ref: SessionRef,
  { cameraLabel, sealed, ...wish }: ChallengeRequest,
): Promise<IssuedStep> {
  const session = await deps.sessions.get(ref)
  const at = deps.now()
  assertTakesCaptures(session, at)
  await assertConsented(deps, session)
  const { steps, bits } = drawChallenge(randomBytes(CHALLENGE_BYTES), wish)
  const [first] = steps
  if (first === undefined) throw new Error('A challenge has steps.')
  const { challenge, capture } = await deps.challenges.start({
    session,
    at,
    ...wish,
    steps,
    bits,
    virtualCamera: virtualCameraIn(cameraLabel),
    stepExpiresAt: stepExpiry(first, wish.moreTime, at),
    upload: await stepUpload(deps, session, at, sealed),
  })
  return issued(deps, challenge, capture)
}

/** The frames of a step may come while later steps run: their hash is known by then. */
export async function stepUpload(deps: Deps, { expiresAt }: Session, at: Date, sealed: boolean) {
  const latest = Math.min(at.getTime() + deps.settings.uploadTtlMs, expiresAt.getTime())
  return { uploadExpiresAt: new Date(latest), ...(sealed && (await newSealTerms(deps))) }
}

/** The step at hand and the address for its frames. */
export function issued(
  { uploads }: Pick<Deps, 'uploads'>,
  challenge: LivenessChallenge,
  capture: Capture | null,
): IssuedStep {
  const step = challenge.steps[challenge.answered] ?? null
  const uploadUrl = capture && uploads.addressOf(capture.id, capture.uploadExpiresAt)
  return { challenge, step, capture, uploadUrl, seal: capture && sealOf(capture) }
}
