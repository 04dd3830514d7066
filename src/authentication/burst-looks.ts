import { bestSelfie, findStepSelfies, type Selfie } from '../checks/find-selfie'
import { measureBurst, type StepFrames } from '../checks/measure-challenge'
import type { Deps } from '../deps'
import type { Step } from '../liveness/challenge'
import type { Finding } from '../liveness/finding'
import { type Burst, seenIn } from '../liveness/frame-measure'
import { judgeStep } from '../liveness/judge-step'
import { stepFrames } from '../sessions/check-input'
import type { Capture } from '../sessions/session'
import type { FaceTemplate } from '../vision/face-template'

/**
 * What the frames of one step show, what is said of the step, and its best picture of the face as that is compared; null where
 * that was not asked, or there is none.
 */
export type BurstLook = {
  captureId: string
  frames: Burst
  findings: Finding[] | null
  face: SeenFace | null
}

export type SeenFace = { selfie: Selfie; template: FaceTemplate }

export type BurstLooks = {
  /** Looks at the frames, or remembers what was seen; several who ask at once wait for one look. */
  at(deps: Deps, capture: Capture): Promise<BurstLook>
  forget(captures: readonly Pick<Capture, 'id'>[]): void
}

/** A step of 48 frames in all takes a few megabytes: some ten applicants at the same time. */
const MOST_KEPT = 48

/**
 * What this process has seen of frames that came while later steps were filmed: when the last are here, only those are left to
 * look at. In memory alone, for templates of frames are stored nowhere; whoever has not seen them, another worker or one that
 * was started anew, looks again and only takes longer.
 */
export function burstLooks(): BurstLooks {
  const kept = new Map<string, Promise<BurstLook>>()
  const at = (deps: Deps, capture: Capture): Promise<BurstLook> => {
    const known = kept.get(capture.id)
    if (known) return known
    const look = lookAt(deps, capture, at)
    kept.set(capture.id, look)
    for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest)
    look.catch(() => kept.delete(capture.id))
    return look
  }
  return {
    at,
    forget(captures) {
      for (const { id } of captures) kept.delete(id)
    },
  }
}

async function lookAt(deps: Deps, capture: Capture, at: BurstLooks['at']): Promise<BurstLook> {
  const { id: captureId, tenantId, challengeId, step: place } = capture
  const { steps } = await deps.challenges.get(tenantId, challengeId ?? '')
  const film = await stepFrames(deps, capture)
  const frames = await measureBurst(deps, film.frames)
  const first = place === 0 ? frames : await firstFrames(deps, capture, at)
  const step = steps[place ?? -1]
  const findings = first && step && judged(step, frames, first)
  const face = isForFaces(steps, place ?? 0) ? await faceOf(deps, film, frames) : null
  return { captureId, frames, findings: findings ?? null, face }
}

/** Those of the first step of the challenge; null: they have not come yet. */
async function firstFrames(
  deps: Deps,
  { tenantId, sessionId, challengeId }: Capture,
  at: BurstLooks['at'],
): Promise<Burst | null> {
  const captures = await deps.captures.ofSession({ tenantId, sessionId })
  const first = captures.find((each) => each.challengeId === challengeId && each.step === 0)
  return first?.status === 'READY' ? (await at(deps, first)).frames : null
}

/** Said now of a step as it would be at the end; null: who comes first is not known. */
function judged(step: Step, frames: Burst, first: Burst): Finding[] | null {
  const [start] = seenIn(first)
  return start ? judgeStep(step, frames, start) : null
}

/**
 * Nobody is shown in a natural light while colours flash; and after the last step somebody waits, who was seen often enough: that
 * all steps show one person is part of the challenge.
 */
function isForFaces(steps: Step[], place: number): boolean {
  return place < steps.length - 1 && steps[place]?.kind !== 'COLOURS'
}

async function faceOf(deps: Deps, step: StepFrames, frames: Burst): Promise<SeenFace | null> {
  const selfie = bestSelfie(await findStepSelfies(deps, step, frames))
  if (!selfie?.face) return null
  return { selfie, template: await deps.faces.embed(selfie.image, selfie.face) }
}
