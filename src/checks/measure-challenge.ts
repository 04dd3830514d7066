import type { Deps } from '../deps'
import type { Challenge } from '../liveness/challenge'
import type { Finding } from '../liveness/finding'
import type { Burst } from '../liveness/frame-measure'

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

/** Measures every frame, one after the other: a minute of film would not fit into memory. About 50 ms each. */
export async function measureChallenge(
  deps: Pick<Deps, 'images' | 'faces'>,
  { challenge, virtualCamera, steps }: ChallengeFrames,
): Promise<MeasuredChallenge> {
  const bursts: MeasuredChallenge['bursts'] = []
  for (const { captureId, frames } of steps) {
    const burst: Burst = []
    for (const { atMs, bytes } of frames)
      burst.push({ atMs, measure: await deps.faces.measureFrame(await deps.images.decode(bytes)) })
    bursts.push({ captureId, frames: burst })
  }
  return { challenge, virtualCamera, bursts }
}
