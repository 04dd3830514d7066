import { hmac } from '../trust/hmac'

/** `secrets`: `whsec_` + base64 of 24..64 bytes, newest first; several while one is being replaced. */
export type Unsigned = { id: string; timestampSec: number; payload: string; secrets: string[] }

export type SignatureHeaders = Record<
  'webhook-id' | 'webhook-timestamp' | 'webhook-signature',
  string
>

const PREFIX = 'whsec_'
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/**
 * The headers of a webhook as Standard Webhooks 1.0 signs it: `v1`, HMAC-SHA256 over `id.timestamp.payload`, one
 * signature for each secret.
 * @throws Error when there is no secret, one is malformed, or id or timestamp would make the text ambiguous
 */
export function signWebhook({ id, timestampSec, payload, secrets }: Unsigned): SignatureHeaders {
  if (id === '' || /[.\s]/.test(id))
    throw new Error('A webhook id needs text without dots or spaces.')
  if (!Number.isSafeInteger(timestampSec)) throw new Error('A webhook timestamp is whole seconds.')
  if (secrets.length === 0) throw new Error('A webhook needs a secret.')
  const text = `${id}.${timestampSec}.${payload}`
  const signatures = secrets.map((secret) => {
    return `v1,${hmac(keyOf(secret), text).toString('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSec),
    'webhook-signature': signatures.join(' '),
  }
}

function keyOf(secret: string): Buffer {
  const text = secret.slice(PREFIX.length)
  const key = Buffer.from(text, 'base64')
  const sound =
    secret.startsWith(PREFIX) && BASE64.test(text) && key.length >= 24 && key.length <= 64
  if (!sound) throw new Error('A webhook secret is whsec_ and base64 of 24 to 64 bytes.')
  return key
}
