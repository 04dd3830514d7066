import canonicalize from 'canonicalize'
import { api, type Session } from './api'
import { deviceKey, sign } from './device'
import type { Memory } from './memory'

/** What is signed of a session's captures: RFC 8785, in the order in which they were announced. */
export function manifestOf(
  { id: session, captures }: Pick<Session, 'id' | 'captures'>,
  hashes: Record<string, string>,
  nonce: string,
): string {
  const entries = captures
    .filter(({ id, status }) => status === 'READY' && hashes[id] !== undefined)
    .map(({ id: captureId, kind }, seq) => ({ captureId, kind, seq, sha256: hashes[captureId] }))
  return canonicalize({ v: 1, session, nonce, captures: entries }) ?? ''
}

/** Submits the session, its captures signed by this device. @throws AskError */
export async function submit(session: Session, memory: Memory): Promise<void> {
  const device = await deviceKey(session, memory)
  const { nonce } = await api.issueNonce({ sessionId: session.id })
  const payload = manifestOf(session, memory.hashes, nonce)
  const manifest = { payload, signature: await sign(device, payload) }
  await api.submitSession({ sessionId: session.id, manifest })
}
