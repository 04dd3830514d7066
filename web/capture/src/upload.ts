import { AskError } from '../../shared/ask'
import type { CaptureKind } from '../generated/graphql'
import { api, type Session } from './api'
import { deviceKey } from './device'
import { sha256 } from './encode'
import { keep, type Memory, type Pending } from './memory'
import { persist } from './persist'
import { seal } from './seal'

/**
 * Seals an image to a worker, sends it and says so. What is not known to have arrived is kept, sealed, and sent again when the
 * page is opened the next time.
 */
export async function sendImage(
  session: Session,
  memory: Memory,
  { kind, file }: { kind: CaptureKind; file: Blob },
): Promise<void> {
  await deviceKey(session, memory)
  const plain = new Uint8Array(await file.arrayBuffer())
  const announce = () => api.createUpload({ sessionId: session.id, kind, sealed: true })
  const { capture, uploadUrl, seal: terms } = await persist(announce)
  const bytes = await sealed(plain, terms)
  await finish(memory, { captureId: capture.id, uploadUrl, bytes, sha256: await sha256(bytes) })
}

/** The file as it may be sent: sealed as the server asks. Never without: what comes unsealed is not what was asked for. */
export async function sealed(
  file: Uint8Array<ArrayBuffer>,
  terms: { kid: string; info: string } | null,
): Promise<Uint8Array<ArrayBuffer>> {
  const isIt = ({ kid }: { kid: string }) => kid === terms?.kid
  if (!keys.some(isIt)) keys = await persist(() => api.sealingKeys())
  const key = keys.find(isIt)
  if (!terms || !key) throw new AskError('INTERNAL_SERVER_ERROR', 'There is no key to seal to.')
  return seal(file, key.publicKey, terms.info)
}

/** Asked for once: the steps of a challenge follow one another quickly. */
let keys: Awaited<ReturnType<typeof api.sealingKeys>> = []

/** Sends what an earlier visit could not; what can no longer be sent is given up, and asked for again. */
export async function resumeUpload(memory: Memory): Promise<void> {
  if (memory.pending === null) return
  try {
    await finish(memory, memory.pending)
  } catch (error) {
    if (!(error instanceof AskError)) throw error
    await dropPending(memory)
  }
}

export async function dropPending(memory: Memory): Promise<void> {
  memory.pending = null
  await keep(memory)
}

async function finish(memory: Memory, pending: Pending): Promise<void> {
  memory.pending = pending
  memory.hashes[pending.captureId] = pending.sha256
  await keep(memory)
  await put(pending.uploadUrl, pending.bytes)
  const { captureId, sha256: hash } = pending
  await persist(() => api.completeUpload({ captureId, sha256: hash }))
  await dropPending(memory)
}

/** PUTs a file until it is there. The address is good once: used means that the answer was lost, and the file is there. */
export async function put(url: string, bytes: Uint8Array<ArrayBuffer>) {
  await persist(async () => {
    const response = await fetch(url, { method: 'PUT', body: bytes }).catch(() => {
      throw new AskError('OFFLINE', 'The server cannot be reached.')
    })
    if (response.ok || response.status === 409) return
    const { code = 'INTERNAL_SERVER_ERROR', message = '' } = await response.json().catch(() => ({}))
    throw new AskError(code, message, Number(response.headers.get('retry-after')) || null)
  })
}
