import type { StepPartsFragment } from '../generated/graphql'
import { api } from './api'
import type { App } from './app'
import type { Frame } from './camera/film'
import { joined, sha256 } from './encode'
import { keep } from './memory'
import { persist } from './persist'
import { put, sealed } from './upload'

export type Issue = StepPartsFragment

/** Begins a challenge: from now on the time runs. */
export const startChallenge = api.startChallenge

/** Seals the frames of a step and tells what they are; the answer has the next one. Their upload is for `sendBurst`, meanwhile. */
export async function announceBurst(issue: Issue, frames: Frame[]) {
  const file = await sealed(joined(frames.map(({ bytes }) => bytes)), issue.seal)
  const hash = await sha256(file)
  const captureId = issue.capture?.id ?? ''
  const input = {
    captureId,
    sha256: hash,
    frames: frames.map(({ atMs, bytes }) => ({ atMs, byteLength: bytes.length })),
  }
  const next = await persist(() => api.submitStep(input))
  return { next, burst: { captureId, url: issue.uploadUrl ?? '', file, hash } }
}

export type Burst = Awaited<ReturnType<typeof announceBurst>>['burst']

export async function sendBurst(app: App, { captureId, url, file, hash }: Burst): Promise<void> {
  await put(url, file)
  await persist(() => api.completeUpload({ captureId, sha256: hash }))
  app.memory.hashes[captureId] = hash
  await keep(app.memory)
}
