import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/**
 * Encrypts an answer so that only who has the caller's secret can read it again: AES-256-GCM (NIST SP 800-38D) under a key
 * derived from the secret by HKDF-SHA-256 (RFC 5869), bound to `purpose`.
 * @returns nonce, ciphertext and tag in a row
 */
export function sealAnswer(
  secret: string,
  purpose: string,
  answer: string,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(purpose))
  const sealed = [nonce, cipher.update(answer, 'utf8'), cipher.final()]
  return new Uint8Array(Buffer.concat([...sealed, cipher.getAuthTag()]))
}

/** @throws Error when it was sealed with another secret or for another purpose, or was changed */
export function openAnswer(secret: string, purpose: string, sealed: Uint8Array): string {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const options = { authTagLength: TAG_BYTES }
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), nonce, options)
  decipher.setAAD(Buffer.from(purpose))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
  return Buffer.concat([text, decipher.final()]).toString()
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'countersign idempotent answer v1', KEY_BYTES))
}
