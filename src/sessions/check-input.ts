import type { ChipCapture } from '../checks/check-chip'
import type { ChallengeFrames, StepFrames } from '../checks/measure-challenge'
import type { Applicant, CheckInput, Picture } from '../checks/run-checks'
import type { Deps } from '../deps'
import { unpackChip } from './capture-chip'
import { unpackFrames } from './frame-pack'
import {
  type AnsweredChallenge,
  answeredChallenge,
  type LivenessChallenge,
} from './liveness-challenge'
import type { Capture, CaptureKind, Session } from './session'
import { sha256 } from './sha256'

/** The captures that checks are run on. */
export type Input = {
  front: Capture
  back: Capture | null
  /** The frames of a liveness challenge count instead of a selfie: they alone are known to be live. */
  applicant: { selfie: Capture } | { live: AnsweredChallenge }
  chip: Capture | null
}

type World = Pick<Deps, 'blobs'>

/**
 * What the checks are given. `at`: when they are run, or were for the first time.
 * @throws Error when what is kept is not what was stored
 */
export async function checkInput(
  deps: World,
  { mode, documentType }: Pick<Session, 'mode' | 'documentType'>,
  { front, back, applicant, chip }: Input,
  at: Date,
): Promise<CheckInput> {
  return {
    mode,
    today: at.toISOString().slice(0, 10),
    declaredType: documentType,
    front: await pictureOf(deps, front),
    back: back && (await pictureOf(deps, back)),
    applicant: await applicantOf(deps, applicant),
    ...(chip && { chip: await chipOf(deps, chip, at) }),
  }
}

/** The captures that count, of those that are READY. @throws Error when what a submission needs is missing */
export function inputOf(captures: Capture[], challenges: LivenessChallenge[]): Input {
  const live = answeredChallenge(challenges, captures)
  return {
    front: required(captures, 'DOCUMENT_FRONT'),
    back: readyCapture(captures, 'DOCUMENT_BACK'),
    applicant: live ? { live } : { selfie: required(captures, 'SELFIE') },
    chip: readyCapture(captures, 'CHIP'),
  }
}

export function capturesOf({ front, back, applicant, chip }: Input): Capture[] {
  const faces = 'live' in applicant ? applicant.live.captures : [applicant.selfie]
  return [front, back, ...faces, chip].flatMap((capture) => capture ?? [])
}

function required(captures: Capture[], kind: CaptureKind): Capture {
  const capture = readyCapture(captures, kind)
  if (!capture) throw new Error(`A submitted session lacks its ${kind}.`)
  return capture
}

function readyCapture(captures: Capture[], kind: CaptureKind): Capture | null {
  return captures.find((each) => each.kind === kind && each.status === 'READY') ?? null
}

async function pictureOf(deps: World, capture: Capture): Promise<Picture> {
  const bytes = await deps.blobs.get(capture.imageKey ?? '')
  if (sha256(bytes) !== capture.imageSha256)
    throw new Error(`What is kept of capture ${capture.id} is not what was stored.`)
  return { captureId: capture.id, bytes }
}

async function applicantOf(deps: World, applicant: Input['applicant']): Promise<Applicant> {
  if ('selfie' in applicant) return { selfie: await pictureOf(deps, applicant.selfie) }
  return { live: await liveFrames(deps, applicant.live) }
}

/** The frames of a challenge that was answered. @throws Error when what is kept is not what was stored */
export async function liveFrames(
  deps: World,
  { challenge, captures }: AnsweredChallenge,
): Promise<ChallengeFrames> {
  const { steps, bits, virtualCamera } = challenge
  const frames: StepFrames[] = []
  for (const capture of captures) frames.push(await stepFrames(deps, capture))
  return { challenge: { steps, bits }, virtualCamera, steps: frames }
}

/** Those of one step. @throws Error when what is kept is not what was stored */
export async function stepFrames(deps: World, capture: Capture): Promise<StepFrames> {
  const { captureId, bytes } = await pictureOf(deps, capture)
  return { captureId, frames: unpackFrames(bytes) }
}

async function chipOf(deps: World, capture: Capture, at: Date): Promise<ChipCapture> {
  const { captureId, bytes } = await pictureOf(deps, capture)
  return { captureId, files: unpackChip(bytes), at }
}
