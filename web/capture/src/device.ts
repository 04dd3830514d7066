import { api, type Session } from './api'
import { toBase64Url, utf8 } from './encode'
import { keep, keptDevice, type Memory } from './memory'
import { persist } from './persist'

const KEY = { name: 'ECDSA', namedCurve: 'P-256' }

/** ECDSA with SHA-256: r and s, in base64url. */
export async function sign({ privateKey }: CryptoKeyPair, text: string): Promise<string> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return toBase64Url(await crypto.subtle.sign(algorithm, privateKey, utf8(text)))
}

/**
 * The key of this device for the session: made once, so that it cannot be read out, and told to the server. It is kept before
 * it is told: an answer that is lost on the way loses no session.
 */
export async function deviceKey(session: Session, memory: Memory): Promise<CryptoKeyPair> {
  if (memory.device === null) {
    memory.device = await crypto.subtle.generateKey(KEY, false, ['sign'])
    await keep(memory)
  }
  if (session.deviceKey === null) await persist(() => register(session.id, memory.device))
  return memory.device
}

/** The key that this device has for the session, or keeps from the one that enrolled it; null: none. */
export async function ownDevice(
  { faceConfirmation }: Session,
  { device }: Memory,
): Promise<CryptoKeyPair | null> {
  if (faceConfirmation === null) return device
  return faceConfirmation.device ? keptDevice(faceConfirmation.device) : null
}

async function register(sessionId: string, device: CryptoKeyPair | null): Promise<void> {
  const { deviceKey: known } = await api.session(sessionId)
  if (device === null || known !== null) return
  const { nonce } = await api.issueNonce({ sessionId })
  const signature = await sign(device, `countersign-device-key-v1|${sessionId}|${nonce}`)
  const publicKey = JSON.stringify(await crypto.subtle.exportKey('jwk', device.publicKey))
  await api.registerDevice({ sessionId, nonce, publicKey, signature })
}

/** The thumbprint of the key (RFC 7638), by which the session shows whose it is. */
export async function thumbprint({ publicKey }: CryptoKeyPair): Promise<string> {
  const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const members = utf8(JSON.stringify({ crv, kty, x, y }))
  return toBase64Url(await crypto.subtle.digest('SHA-256', members))
}
