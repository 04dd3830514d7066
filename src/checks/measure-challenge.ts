import type { Deps } from '../deps'
import type { Challenge } from '../liveness/challenge'
import type { Finding } from '../liveness/finding'
import type { Burst } from '../liveness/frame-measure'
import type { RgbImage } from '../vision/geometry'

/** The frames that answer a challenge, step by step, as `images.normalize` made them. */
export type ChallengeFrames = {
  challenge: Challenge
  /** The program that the camera's name named, if any. */
  virtualCamera: string | null
  steps: StepFrames[]
}

export type StepFrames = { captureId: string; frames: { atMs: number; bytes: Uint8Array }[] }

/** What the frames show. It stays in memory. */
export type MeasuredChallenge = Pick<ChallengeFrames, 'challenge' | 'virtualCamera'> & {
  /** `findings`: what was said of the step already, if anything was. */
  bursts: { captureId: string; frames: Burst; findings?: Finding[] | null }[]
}

/** Measures every frame, step by step: a minute of film would not fit into memory. */
export async function measureChallenge(
  deps: Measuring,
  { challenge, virtualCamera, steps }: ChallengeFrames,
): Promise<MeasuredChallenge> {
  const bursts: MeasuredChallenge['bursts'] = []
  for (const { captureId, frames } of steps)
    bursts.push({ captureId, frames: await measureBurst(deps, frames) })
  return { challenge, virtualCamera, bursts }
}

type Measuring = Pick<Deps, 'images' | 'faces'>

/** Measures the frames of one step in their order, some 35 ms each; while one is measured, the next is decoded on another core. */
export async function measureBurst(
  { images, faces }: Measuring,
  frames: StepFrames['frames'],
): Promise<Burst> {
  const burst: Burst = []
  let ahead: Promise<RgbImage> | undefined
  for (const [at, { atMs, bytes }] of frames.entries()) {
    const image = await (ahead ?? images.decode(bytes))
    const next = frames[at + 1]
    ahead = next && images.decode(next.bytes)
    ahead?.catch(() => undefined) // it is thrown when its turn comes
    burst.push({ atMs, measure: await faces.measureFrame(image) })
  }
  return burst
}
