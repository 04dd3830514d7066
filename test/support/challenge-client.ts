import { createHash } from 'node:crypto'
import { createImages } from '../../src/inference/images'
import type { Step } from '../../src/liveness/challenge'
import { sealTo } from '../../src/trust/hpke'
import type { apiClient } from './api'
import type { Film } from './live-burst'

type Api = ReturnType<typeof apiClient>
type Wish = { flashes: boolean; moreTime?: boolean; cameraLabel?: string; sealed?: boolean }
export type Frame = { atMs: number; bytes: Uint8Array }

export const ISSUE = `challenge { id state number flashes moreTime bits stepCount stepsSubmitted }
  step { kind colours colourMs deadlineMs leastFrames mostFrames } capture { id kind status } uploadUrl seal { kid info }`

export const fileOf = (frames: Frame[]) => Buffer.concat(frames.map(({ bytes }) => bytes))
export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The input of livenessStepSubmit for these frames, and for what is sent of them. */
export function submission(captureId: string, frames: Frame[], file = fileOf(frames)) {
  return {
    captureId,
    sha256: hashOf(file),
    frames: frames.map(({ atMs, bytes }) => ({ atMs, byteLength: bytes.length })),
  }
}

export async function jpegs(film: Film): Promise<Frame[]> {
  const { encode } = createImages()
  const frames: Frame[] = []
  for (const { atMs, image } of film) frames.push({ atMs, bytes: await encode(image, 92) })
  return frames
}

/**
 * Does a whole challenge as a page would: each step is submitted by its hash, its frames uploaded while the next runs.
 * `act` makes the frames of a step; `wait` lets the time go by that they took; `sent` hears of what was sent.
 */
export async function answerChallenge(
  api: Api,
  sessionId: string,
  wish: Wish,
  act: (step: Step) => Promise<Frame[]>,
  wait: (ms: number) => void,
  sent: (frames: { captureId: string; sha256: string }) => void = () => undefined,
): Promise<Step['kind'][]> {
  const kinds: Step['kind'][] = []
  let { result: issue } = await api.mutate('livenessChallengeStart', { sessionId, ...wish }, ISSUE)
  while (issue?.step) {
    const { step, capture, uploadUrl, seal } = issue
    kinds.push(step.kind)
    const frames = await act(step)
    wait(frames.at(-1)?.atMs ?? 0)
    const file = await sealedFor(api, seal, fileOf(frames))
    const input = submission(capture.id, frames, file)
    const answer = await api.mutate('livenessStepSubmit', input, ISSUE)
    if (!answer.result) throw new Error(JSON.stringify(answer.userErrors))
    issue = answer.result
    await api.put(uploadUrl, file)
    const { userErrors } = await api.mutate('captureComplete', {
      captureId: capture.id,
      sha256: input.sha256,
    })
    if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors))
    sent({ captureId: capture.id, sha256: input.sha256 })
  }
  return kinds
}

/** The file as it is to be sent; as it is where the server does not want it sealed. */
export async function sealedFor(
  api: Api,
  seal: { kid: string; info: string } | null,
  file: Buffer<ArrayBuffer>,
): Promise<Buffer<ArrayBuffer>> {
  if (seal === null) return file
  const { data } = await api.ask('{ captureKeys { kid publicKey } }')
  const key = data.captureKeys.find(({ kid }: { kid: string }) => kid === seal.kid)
  return Buffer.from(await sealTo(key.publicKey, seal, file))
}
