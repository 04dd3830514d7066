import { randomBytes } from 'node:crypto'
import { newSigningPair } from '../trust/sign'

/** What signs an endpoint's events. `until`: the end of an overlap (RFC 3339); null for the newest. */
export type EndpointSecret = {
  /** `whsec_` + base64 of 32 bytes: both sides have it. */
  secret: string
  /** `whsk_` + base64 of seed and public key (64 bytes, Ed25519): only we have it. */
  signingKey: string
  /** `whpk_` + base64 of 32 bytes: verifies what the signing key signed. */
  publicKey: string
  until: string | null
}

/** The forms are those of Standard Webhooks 1.0. */
export function newEndpointSecret(): EndpointSecret {
  const { publicKey, seed } = newSigningPair()
  const open = Buffer.from(publicKey, 'base64url')
  return {
    secret: `whsec_${randomBytes(32).toString('base64')}`,
    signingKey: `whsk_${Buffer.concat([seed, open]).toString('base64')}`,
    publicKey: `whpk_${open.toString('base64')}`,
    until: null,
  }
}
