import { findStepSelfies, type Selfie } from '../checks/find-selfie'
import type { Deps } from '../deps'
import type { Burst } from '../liveness/frame-measure'
import { stepFrames } from '../sessions/check-input'
import type { Capture } from '../sessions/session'

/** What the frames of one step show, and the best pictures of the face among them. */
export type BurstLook = { captureId: string; frames: Burst; selfies: Selfie[] }

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
  return {
    at(deps, capture) {
      const known = kept.get(capture.id)
      if (known) return known
      const look = lookAt(deps, capture)
      kept.set(capture.id, look)
      for (const oldest of kept.keys()) if (kept.size > MOST_KEPT) kept.delete(oldest)
      look.catch(() => kept.delete(capture.id))
      return look
    },
    forget(captures) {
      for (const { id } of captures) kept.delete(id)
    },
  }
}

async function lookAt(deps: Deps, capture: Capture): Promise<BurstLook> {
  const step = await stepFrames(deps, capture)
  const frames: Burst = []
  for (const { atMs, bytes } of step.frames)
    frames.push({ atMs, measure: await deps.faces.measureFrame(await deps.images.decode(bytes)) })
  return { captureId: capture.id, frames, selfies: await findStepSelfies(deps, step, frames) }
}
