import type { Deps, Face } from '../deps'
import type { BurstFrame, FrameMeasure } from '../liveness/frame-measure'
import { bestFrame } from '../vision/best-frame'
import { measureFace } from '../vision/face-quality'
import type { RgbImage } from '../vision/geometry'
import type { ChallengeFrames, MeasuredChallenge, StepFrames } from './measure-challenge'

/** A picture of the applicant: the main face and every other one, the larger and more central first. */
export type Selfie = {
  captureId: string
  /** Of a liveness step: which, from 0. */
  frame: number
  image: RgbImage
  face: Face | null
  others: Face[]
}

/** The selfie that was sent. */
export async function findSelfie(
  { faces }: Pick<Deps, 'faces'>,
  captureId: string,
  image: RgbImage,
  frame = 0,
): Promise<Selfie> {
  const [face = null, ...others] = await faces.find(image)
  return { captureId, frame, image, face, others }
}

/** So many frames of each movement are looked at; a challenge has three or five movements. */
const FRAMES_PER_STEP = 2

/**
 * Selfies out of the frames of a challenge, the best first: of every movement the frames that look most straight into
 * the camera, with open eyes and a closed mouth, and of these the one of the best quality. While colours flash nobody
 * is shown in a natural light. When no frame has a face the first frame is given without one.
 */
export async function findLiveSelfies(
  deps: Pick<Deps, 'images' | 'faces'>,
  { steps }: ChallengeFrames,
  measured: MeasuredChallenge,
): Promise<[Selfie, ...Selfie[]]> {
  const selfies: Selfie[] = []
  for (const [at, { frames }] of measured.bursts.entries()) {
    const step = steps[at]
    if (measured.challenge.steps[at]?.kind === 'COLOURS' || !step) continue
    selfies.push(...(await findStepSelfies(deps, step, frames)))
  }
  const best = bestSelfie(selfies)
  if (best === null) return [await faceless(deps, steps)]
  return [best, ...selfies.filter((selfie) => selfie !== best)]
}

/** Of one movement the frames that look most straight into the camera. */
export async function findStepSelfies(
  deps: Pick<Deps, 'images' | 'faces'>,
  { captureId, frames }: StepFrames,
  measured: BurstFrame[],
): Promise<Selfie[]> {
  const selfies: Selfie[] = []
  for (const index of straightest(measured)) {
    const bytes = frames[index]?.bytes
    if (!bytes) continue
    selfies.push(await findSelfie(deps, captureId, await deps.images.decode(bytes), index))
  }
  return selfies
}

/** Null: none has a face. */
export function bestSelfie(selfies: readonly Selfie[]): Selfie | null {
  return selfies[bestFrame(selfies.map(qualityOf)) ?? -1] ?? null
}

function qualityOf({ image, face, others }: Selfie) {
  return face && measureFace(image, face, others)
}

async function faceless({ images }: Pick<Deps, 'images'>, [step]: StepFrames[]): Promise<Selfie> {
  const [first] = step?.frames ?? []
  if (!step || !first) throw new Error('A challenge that was answered has frames.')
  const image = await images.decode(first.bytes)
  return { captureId: step.captureId, frame: 0, image, face: null, others: [] }
}

/** Places of the frames that look most straight into the camera, the best first; of equal ones the earlier. */
function straightest(frames: BurstFrame[]): number[] {
  return frames
    .flatMap(({ measure }, index) =>
      measure !== null && measure.presence > 0 ? [{ index, bend: bendOf(measure) }] : [],
    )
    .sort((a, b) => a.bend - b.bend || a.index - b.index)
    .slice(0, FRAMES_PER_STEP)
    .map(({ index }) => index)
}

/** Degrees that shut eyes and an open mouth (in distances of the eyes) count for. */
const SHUT_EYES = 60
const OPEN_MOUTH = 120

function bendOf({ pose, eyesClosed, mouthOpening }: FrameMeasure): number {
  const shut = Math.max(...eyesClosed)
  return Math.hypot(pose.yaw, pose.pitch, pose.roll) + SHUT_EYES * shut + OPEN_MOUTH * mouthOpening
}
