import { hkdfSync } from 'node:crypto'

/** A key derived from a secret for one purpose, `info`, by HKDF with SHA-256 (RFC 5869). @throws RangeError above 8 160 bytes */
export function hkdf(
  secret: string | Uint8Array,
  { salt = '', info, byteLength }: Derivation,
): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, byteLength))
}

type Derivation = { salt?: Uint8Array | string; info: Uint8Array | string; byteLength: number }
