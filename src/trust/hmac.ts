import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC with SHA-256 (RFC 2104): 32 bytes. Texts are UTF-8. */
export function hmac(key: string | Uint8Array, message: string | Uint8Array): Buffer {
  return createHmac('sha256', key).update(message).digest()
}

/** Whether this is the whole HMAC of the message, in a time that does not tell where it differs. */
export function isHmac(
  key: string | Uint8Array,
  message: string | Uint8Array,
  given: Uint8Array,
): boolean {
  const wanted = hmac(key, message)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
