import { createHash, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import type { JSONWebKeySet, JWK } from 'jose'
import { deviceJwk, isSignedBy, parseDeviceKey } from './device-key'

/** The `vct` of our credentials: what their claims mean is in docs/attestation.md. */
export const CREDENTIAL_TYPE = 'urn:countersign:identity:1'

/**
 * `disclosable`: claims that the holder shows or keeps back, each by itself. `holder`: the public key of the device that must sign a
 * presentation (base64url, see device-key.ts); null: whoever has the credential can present it. Times in seconds.
 */
export type CredentialContent = {
  iss: string
  jti: string
  iat: number
  exp: number
  holder: string | null
  disclosable: Record<string, string | boolean>
}

const HASHING = {
  hashAlg: 'sha-256',
  hasher: (data: string | ArrayBuffer) =>
    createHash('sha256')
      .update(typeof data === 'string' ? data : Buffer.from(data))
      .digest(),
  saltGenerator: () => randomBytes(16).toString('base64url'),
} as const

/** An SD-JWT VC (draft-ietf-oauth-sd-jwt-vc; RFC 9901) signed with Ed25519, all its disclosures beside it. */
export function issueCredential(
  { holder, disclosable, ...claims }: CredentialContent,
  { kid, key }: { kid: string; key: KeyObject },
): Promise<string> {
  const issuer = new SDJwtVcInstance({
    ...HASHING,
    signAlg: 'EdDSA',
    signer: (data) => sign(null, Buffer.from(data), key).toString('base64url'),
  })
  const bound = holder === null ? {} : { cnf: { jwk: deviceJwk(holder) } }
  const payload = { ...claims, vct: CREDENTIAL_TYPE, ...bound, ...disclosable }
  return issuer.issue(payload, { _sd: Object.keys(disclosable) as never[] }, { header: { kid } })
}

/** What was shown, by whom it is certified, and, where the holder proved to be one, to whom (`aud`). */
export type Presented = { claims: Record<string, unknown>; audience: string | null }

/**
 * Verifies what a holder presents: signature and time, each disclosure, and, for a credential that is bound to a device, its
 * signature over `nonce`, which whoever asks has chosen.
 * @throws Error when any of it is not so
 */
export async function verifyCredential(
  presentation: string,
  keys: JSONWebKeySet,
  { nonce, now }: { nonce?: string; now: Date },
): Promise<Presented> {
  const instance = new SDJwtVcInstance({
    ...HASHING,
    verifier: (data, signature) => isByIssuer(keys, data, signature),
    kbVerifier: (data, signature, { cnf }) => {
      const holder = cnf && parseDeviceKey(JSON.stringify(cnf.jwk))
      return holder ? isSignedBy(holder.publicKey, Buffer.from(data), fromText(signature)) : false
    },
  })
  const currentDate = Math.floor(now.getTime() / 1000)
  const options = { currentDate, ...(nonce !== undefined && { keyBindingNonce: nonce }) }
  const { payload, kb } = await instance.verify(presentation, options)
  const claims = payload as unknown as Record<string, unknown>
  if (claims['vct'] !== CREDENTIAL_TYPE) throw new Error(`It is of type ${claims['vct']}.`)
  if (claims['cnf'] !== undefined && nonce === undefined)
    throw new Error('It is bound to a device: say with which nonce its holder was asked.')
  return { claims, audience: kb?.payload.aud ?? null }
}

const fromText = (text: string) => Buffer.from(text, 'base64url')

function isByIssuer({ keys }: JSONWebKeySet, data: string, signature: string): boolean {
  const header = JSON.parse(fromText(data.split('.')[0] ?? '').toString()) as JWK
  const jwk = keys.find(({ kid, crv }) => kid === header.kid && crv === 'Ed25519')
  if (jwk === undefined || header.alg !== 'EdDSA') return false
  const key = createPublicKey({ key: jwk as never, format: 'jwk' })
  return verify(null, Buffer.from(data), key, fromText(signature))
}
