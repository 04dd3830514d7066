import canonicalize from 'canonicalize'
import { api, type Session } from './api'
import { ownDevice, sign } from './device'
import { keep, type Memory } from './memory'
import { persist } from './persist'

/** What the device signs (docs/face-authentication.md): all of the action, and the frames of the challenge. */
export function confirmationOf(
  { captures, faceConfirmation }: Pick<Session, 'captures' | 'faceConfirmation'>,
  hashes: Record<string, string>,
  nonce: string,
): string {
  const frames = captures
    .filter(({ id, status }) => status === 'READY' && hashes[id] !== undefined)
    .map(({ id: captureId }) => ({ captureId, sha256: hashes[captureId] }))
  return (
    canonicalize({
      v: 1,
      purpose: 'FACE_AUTHENTICATION',
      authentication: faceConfirmation?.authenticationId,
      nonce,
      action: faceConfirmation?.action,
      frames,
    }) ?? ''
  )
}

/** The enrolled device signs the action with these frames. Another attempt has to be agreed to anew. @throws AskError */
export async function confirm(session: Session, memory: Memory): Promise<void> {
  const device = await ownDevice(session, memory)
  if (device === null) throw new Error('The key of this device is gone.')
  const { nonce } = await persist(() => api.issueNonce({ sessionId: session.id }))
  const signature = await sign(device, confirmationOf(session, memory.hashes, nonce))
  memory.agreed = false
  await keep(memory)
  await api.submitConfirmation({ sessionId: session.id, nonce, signature })
}
