import { createHash } from 'node:crypto'

/** What is stored of a token: it is 32 random bytes, so that a plain hash of it cannot be guessed. */
export function digestOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest())
}
