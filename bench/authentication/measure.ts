import { setTimeout as sleep } from 'node:timers/promises'
import { confirmationText } from '../../src/authentication/confirmation'
import type { Step } from '../../src/liveness/challenge'
import { apiClient } from '../../test/support/api'
import { type Frame, fileOf, ISSUE, submission } from '../../test/support/challenge-client'
import { type Asked, type Enrolled, faceClient } from '../../test/support/face-authentication'

/**
 * Milliseconds after the last frame until something was done: each includes what is before it. `processor`: what the product's
 * processes and the database used of processors meanwhile, which others on the machine do not lengthen by waiting.
 */
export type Run = {
  announced: number
  uploaded: number
  decoded: number
  submitted: number
  decided: number
  /** From the submission's being sent to the decision alone. */
  answered: number
  processor: number
  reasons: string[]
  status: string
  frames: number
}

/** `statusOf`: read in the database, so that looking costs next to nothing. */
export type Target = { url: string; key: string; statusOf(sessionId: string): Promise<string> }

type Acting = (step: Step) => Frame[]
/** `spent`: milliseconds of processor time so far. */
export type Wanted = {
  target: Target
  enrolled: Enrolled
  act: Acting
  paceMs: number
  spent: () => number
}

/**
 * One authentication as a page does it: each step is announced by its hash, its frames are sent while the next is filmed for
 * `paceMs`, and the clock starts with the last frame.
 */
export async function authenticateOnce({ target, enrolled, act, paceMs, spent }: Wanted) {
  const faces = faceClient(target, () => undefined)
  const asked = await faces.ask(enrolled.applicantId)
  const nonce = await faces.nonceOf(asked.sessionId)
  const { frames, times } = await answer({ target, act, paceMs, spent }, asked.sessionId)
  const text = confirmationText({
    ...{ authenticationId: asked.id, nonce, action: asked.action },
    frames,
  })
  const input = { sessionId: asked.sessionId, nonce, signature: enrolled.device.sign(text) }
  const atSent = performance.now()
  const submitted = await faces.api.mutate('faceAuthenticationSubmit', input)
  if (submitted.userErrors.length > 0) throw new Error(JSON.stringify(submitted.userErrors))
  const atSubmitted = performance.now()
  const status = await decided(target, asked.sessionId)
  const atDecided = performance.now()
  const processor = spent() - times.spent
  const { reasons } = await faces.look(asked.id)
  const since = (at: number) => at - times.start
  const run: Run = {
    announced: since(times.announced),
    uploaded: since(times.uploaded),
    decoded: since(times.decoded),
    submitted: since(atSubmitted),
    decided: since(atDecided),
    answered: atDecided - atSent,
    processor,
    status,
    reasons,
    frames: times.frames,
  }
  return { asked: asked as Asked, input, run }
}

const POLL_MS = 10

async function decided({ statusOf }: Target, sessionId: string): Promise<string> {
  for (;;) {
    const status = await statusOf(sessionId)
    if (status !== 'PROCESSING') return status
    await sleep(POLL_MS)
  }
}

/** Answers a challenge step by step. */
export async function answer(
  { target, act, paceMs, spent }: Omit<Wanted, 'enrolled'>,
  sessionId: string,
) {
  const api = apiClient(target.url, target.key)
  const frames: { captureId: string; sha256: string }[] = []
  const sent: Promise<unknown>[] = []
  const wish = { sessionId, flashes: false }
  let { result: issue } = await api.mutate('livenessChallengeStart', wish, ISSUE)
  for (;;) {
    const { step, capture, uploadUrl } = issue
    const film = act(step)
    await sleep(Math.max(paceMs, film.at(-1)?.atMs ?? 0))
    const isLast = issue.challenge.stepsSubmitted + 1 === issue.challenge.stepCount
    if (isLast) await Promise.all(sent)
    const before = spent()
    const start = performance.now()
    const input = submission(capture.id, film)
    const next = await api.mutate('livenessStepSubmit', input, ISSUE)
    if (!next.result) throw new Error(JSON.stringify(next.userErrors))
    const announced = performance.now()
    frames.push({ captureId: capture.id, sha256: input.sha256 })
    const sending = send(api, uploadUrl, capture.id, film, input.sha256)
    if (isLast) {
      const { uploaded, decoded } = await sending
      return {
        frames,
        times: { start, announced, uploaded, decoded, frames: film.length, spent: before },
      }
    }
    sent.push(sending)
    issue = next.result
  }
}

async function send(
  api: ReturnType<typeof apiClient>,
  uploadUrl: string,
  captureId: string,
  film: Frame[],
  sha256: string,
) {
  await api.put(uploadUrl, fileOf(film))
  const uploaded = performance.now()
  const { userErrors } = await api.mutate('captureComplete', { captureId, sha256 })
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors))
  return { uploaded, decoded: performance.now() }
}
