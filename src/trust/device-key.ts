import { createHash, createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { fromBase64Url } from './base64url'

/** A public key of ECDSA with P-256: an uncompressed point (65 bytes) in base64url, and its RFC 7638 thumbprint. */
export type DevicePublicKey = { publicKey: string; thumbprint: string }

const POINT_BYTES = 65
const UNCOMPRESSED = 4
const COORDINATE_BYTES = 32
const SIGNATURE_BYTES = 64

/** As browsers export it, with more beside it; a private part (`d`) is refused. */
const JWK = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.undefined().optional(),
})

/** @param text a JWK as JSON, or an uncompressed point (65 bytes) in base64url @returns null when it is no such key */
export function parseDeviceKey(text: string): DevicePublicKey | null {
  const point = text.startsWith('{') ? pointOfJwk(text) : fromBase64Url(text, POINT_BYTES)
  if (point === null || point[0] !== UNCOMPRESSED || !isOnCurve(point)) return null
  const { crv, kty, x, y } = jwkOf(point)
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y }))
  return { publicKey: point.toString('base64url'), thumbprint: thumbprint.digest('base64url') }
}

/**
 * Whether the key signed the message: ECDSA with P-256 and SHA-256 as WebCrypto signs, r and s of 32 bytes each (IEEE P1363).
 * Of a signature a second one can be made that verifies as well (r, n − s): never tell messages apart by it.
 */
export function isSignedBy(
  publicKey: string,
  message: Uint8Array,
  signature: Uint8Array | null,
): boolean {
  if (signature?.length !== SIGNATURE_BYTES) return false
  const jwk = deviceJwk(publicKey)
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
}

/** As other implementations take it (RFC 7517). */
export function deviceJwk(publicKey: string) {
  return jwkOf(Buffer.from(publicKey, 'base64url'))
}

function pointOfJwk(text: string): Buffer | null {
  const { data } = JWK.safeParse(parseJson(text))
  const x = data && fromBase64Url(data.x, COORDINATE_BYTES)
  const y = data && fromBase64Url(data.y, COORDINATE_BYTES)
  return x && y ? Buffer.concat([Buffer.of(UNCOMPRESSED), x, y]) : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no JSON is no key
  }
}

function isOnCurve(point: Buffer): boolean {
  try {
    return createPublicKey({ key: jwkOf(point), format: 'jwk' }).type === 'public'
  } catch {
    return false // OpenSSL looks at the point, and says so by throwing
  }
}

function jwkOf(point: Buffer) {
  const [x, y] = [point.subarray(1, 1 + COORDINATE_BYTES), point.subarray(1 + COORDINATE_BYTES)]
  return { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') }
}
