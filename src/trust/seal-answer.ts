import { KEY_BYTES, open, seal } from './envelope'
import { hkdf } from './hkdf'

/**
 * Encrypts an answer so that only who has the caller's secret can read it again, under a key derived from it by HKDF-SHA-256
 * (RFC 5869) and bound to `purpose`.
 */
export function sealAnswer(secret: string, purpose: string, answer: string) {
  return seal(keyOf(secret), purpose, Buffer.from(answer))
}

/** @throws Error when it was sealed with another secret or for another purpose, or was changed */
export function openAnswer(secret: string, purpose: string, sealed: Uint8Array): string {
  return open(keyOf(secret), purpose, sealed).toString()
}

function keyOf(secret: string): Buffer {
  return hkdf(secret, { info: 'countersign idempotent answer v1', byteLength: KEY_BYTES })
}
