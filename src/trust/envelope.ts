import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

export const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const OVERHEAD = NONCE_BYTES + TAG_BYTES
const WRAPPED_KEY_BYTES = KEY_BYTES + OVERHEAD

/** The first bytes of a sealed object: what it is, and how. */
const MAGIC = Buffer.from('CSE1')

/** What something sealed is: it opens only as the same. `sha256` of the plaintext where it is known beforehand. */
export type Purpose = {
  tenantId: string
  sessionId: string
  object: string
  kind: string
  sha256?: string
}

export function newKey(): Buffer {
  return randomBytes(KEY_BYTES)
}

/** The additional authenticated data of an envelope: none of the parts may hold a bar. */
export function additionalData({
  tenantId,
  sessionId,
  object,
  kind,
  sha256 = '',
}: Purpose): string {
  const parts = [tenantId, sessionId, object, kind, sha256]
  if (parts.some((part) => part.includes('|'))) throw new RangeError('No part may hold a bar.')
  return ['v1', ...parts].join('|')
}

/**
 * AES-256-GCM (NIST SP 800-38D) with a nonce of chance.
 * @param key 32 bytes
 * @param aad bound to the ciphertext, not stored with it
 * @returns nonce (12 bytes), ciphertext, tag (16 bytes)
 */
export function seal(
  key: Uint8Array,
  aad: string | Uint8Array,
  plain: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(aad))
  const text = [cipher.update(plain), cipher.final()]
  return new Uint8Array(Buffer.concat([nonce, ...text, cipher.getAuthTag()]))
}

/** @throws Error when the key or the purpose is another, or a bit was changed, or anything is missing */
export function open(key: Uint8Array, aad: string | Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length < OVERHEAD) throw new Error('Too short to be sealed.')
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return Buffer.concat([
    decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)),
    decipher.final(),
  ])
}

/**
 * Seals an object under a key of its own, which lies in front of it, wrapped with the session's: `CSE1`, the wrapped key
 * (60 bytes), the sealed object. A key seals one thing once, so that nonces cannot come twice.
 */
export function sealObject(sessionKey: Uint8Array, purpose: Purpose, plain: Uint8Array) {
  const aad = additionalData(purpose)
  const key = newKey()
  return new Uint8Array(
    Buffer.concat([MAGIC, seal(sessionKey, `${aad}|key`, key), seal(key, aad, plain)]),
  )
}

/** @throws Error as `open`, and when it is no sealed object */
export function openObject(sessionKey: Uint8Array, purpose: Purpose, sealed: Uint8Array): Buffer {
  const aad = additionalData(purpose)
  if (!MAGIC.equals(sealed.subarray(0, MAGIC.length))) throw new Error('Not a sealed object.')
  const start = MAGIC.length + WRAPPED_KEY_BYTES
  const key = open(sessionKey, `${aad}|key`, sealed.subarray(MAGIC.length, start))
  return open(key, aad, sealed.subarray(start))
}
