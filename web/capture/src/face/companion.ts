import { pause } from '../dom'
import type { Pose } from './pose'
import type { FaceMeasure } from './tracker-worker'

/** What is seen of the face now; null: nothing is known (yet). */
export type Companion = { latest(): FaceMeasure | null }

/**
 * Follows the face before the camera, once the help for that has come; whoever cannot have it goes on without.
 * @param progress hears which share of it has come, 0..1
 */
export function followFace(
  video: HTMLVideoElement,
  progress: (share: number) => void,
  signal: AbortSignal,
): Companion & { arrived: Promise<boolean> } {
  let latest: FaceMeasure | null = null
  const arrived = import('./tracker')
    .then(({ loadTracker }) => loadTracker(progress))
    .then((tracker) => {
      tracker.follow(video, (measure) => (latest = measure), signal)
      return true
    })
    .catch(() => false)
  return { latest: () => latest, arrived }
}

const LOOK_MS = 100

/** Waits until the face is so, or until it has waited long enough. */
export async function untilFace(
  { latest }: Companion,
  isSo: (measure: FaceMeasure) => boolean,
  mostMs: number,
): Promise<void> {
  for (const end = performance.now() + mostMs; performance.now() < end; await pause(LOOK_MS)) {
    const measure = latest()
    if (measure !== null && isSo(measure)) return
  }
}

/** Somewhat more than the server asks for (src/liveness/gestures.ts), for this is a rougher measure. */
const ENOUGH: Record<string, (now: Pose, before: Pose) => boolean> = {
  TURN_LEFT: (now, before) => now.yaw - before.yaw > 26,
  TURN_RIGHT: (now, before) => before.yaw - now.yaw > 26,
  LOOK_UP: (now, before) => now.pitch - before.pitch > 20,
  OPEN_MOUTH: (now, before) => now.mouth - before.mouth > 0.3,
}

/** Says, each time it is asked, whether a movement that begins now was made; of a blink it never knows. */
export function movementWatch({ latest }: Companion, kind: string): () => boolean {
  const before = latest()?.pose ?? null
  const isEnough = ENOUGH[kind]
  return () => {
    const now = latest()?.pose ?? null
    return now !== null && before !== null && (isEnough?.(now, before) ?? false)
  }
}
