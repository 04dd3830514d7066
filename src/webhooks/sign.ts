import { type KeyObject, sign } from 'node:crypto'
import { hmac } from '../trust/hmac'
import { privateKeyOf } from '../trust/sign'

/**
 * `secrets`: `whsec_` + base64 of 24..64 bytes; `signingKeys`: `whsk_` + base64 of an Ed25519 seed and its public key (64
 * bytes). Newest first; several while one is being replaced.
 */
export type Unsigned = {
  id: string
  timestampSec: number
  payload: string
  secrets: string[]
  signingKeys?: string[]
}

export type SignatureHeaders = Record<
  'webhook-id' | 'webhook-timestamp' | 'webhook-signature',
  string
>

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * The headers of a webhook as Standard Webhooks 1.0 signs it, over `id.timestamp.payload`: `v1`, HMAC-SHA256, for each
 * secret, and `v1a`, Ed25519, for each signing key.
 * @throws Error when there is no secret, one is malformed, or id or timestamp would make the text ambiguous
 */
export function signWebhook({
  id,
  timestampSec,
  payload,
  secrets,
  signingKeys = [],
}: Unsigned): SignatureHeaders {
  if (id === '' || /[.\s]/.test(id))
    throw new Error('A webhook id needs text without dots or spaces.')
  if (!Number.isSafeInteger(timestampSec)) throw new Error('A webhook timestamp is whole seconds.')
  if (secrets.length === 0) throw new Error('A webhook needs a secret.')
  const text = `${id}.${timestampSec}.${payload}`
  const symmetric = secrets.map((secret) => {
    return `v1,${hmac(secretOf(secret), text).toString('base64')}`
  })
  const asymmetric = signingKeys.map((key) => {
    return `v1a,${sign(null, Buffer.from(text), keyOf(key)).toString('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSec),
    'webhook-signature': [...symmetric, ...asymmetric].join(' '),
  }
}

function secretOf(secret: string): Buffer {
  const key = bytesOf(secret, 'whsec_')
  if (key === null || key.length < 24 || key.length > 64)
    throw new Error('A webhook secret is whsec_ and base64 of 24 to 64 bytes.')
  return key
}

function keyOf(signingKey: string): KeyObject {
  const both = bytesOf(signingKey, 'whsk_')
  if (both?.length !== 64)
    throw new Error('A webhook signing key is whsk_ and base64 of 64 bytes, seed and public key.')
  const publicKey = both.subarray(32).toString('base64url')
  return privateKeyOf({ publicKey, seed: both.subarray(0, 32) })
}

/** What follows the prefix; null when it is malformed. */
function bytesOf(key: string, prefix: string): Buffer | null {
  const encoded = key.slice(prefix.length)
  const sound = key.startsWith(prefix) && BASE64.test(encoded)
  return sound ? Buffer.from(encoded, 'base64') : null
}
