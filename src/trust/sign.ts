import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify, SignJWT } from 'jose'

/** What a signed statement is: its media type, in the header. */
export const STATEMENT_TYPES = [
  'kyc-result+jwt',
  'kyc-session+jwt',
  'erasure-receipt+jwt',
  'capture-key+jwt',
  'case-bundle+jwt',
  'face-authorization+jwt',
] as const
export type StatementType = (typeof STATEMENT_TYPES)[number]

/** A pair for Ed25519 (RFC 8032): both halves as 32 bytes, the public one in base64url. */
export type SigningPair = { publicKey: string; seed: Buffer }

export function newSigningPair(): SigningPair {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
  return { publicKey: x, seed: Buffer.from(d, 'base64url') }
}

export function privateKeyOf({ publicKey, seed }: SigningPair): KeyObject {
  const d = seed.toString('base64url')
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey, d }, format: 'jwk' })
}

/** A JSON Web Key Set (RFC 7517) of public keys by their ids. */
export function keySetOf(keys: readonly { id: string; publicKey: string }[]): JSONWebKeySet {
  return {
    keys: keys.map(({ id, publicKey }) => {
      return { kty: 'OKP', crv: 'Ed25519', x: publicKey, kid: id, use: 'sig', alg: 'EdDSA' }
    }),
  }
}

/** A JWS in compact form (RFC 7515, RFC 8037) over claims (RFC 7519). */
export function signStatement(
  claims: JWTPayload,
  { typ, kid, key }: { typ: StatementType; kid: string; key: KeyObject },
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ, kid }).sign(key)
}

/**
 * The claims of a statement that one of the keys signed. Two different texts can be one statement: compare by `jti`.
 * @throws Error when no key of the set signed it, it is of no type of ours, it is for another audience, or its time is over
 */
export async function verifyStatement(
  statement: string,
  keys: JSONWebKeySet,
  audience?: string,
  now?: Date,
): Promise<{ typ: StatementType; claims: JWTPayload }> {
  const set = createLocalJWKSet(keys)
  const options = {
    algorithms: ['EdDSA'],
    ...(audience && { audience }),
    ...(now && { currentDate: now }),
  }
  const { payload, protectedHeader } = await jwtVerify(statement, set, options)
  const typ = STATEMENT_TYPES.find((known) => known === protectedHeader.typ)
  if (typ === undefined) throw new Error(`It is signed, but of type ${protectedHeader.typ}.`)
  return { typ, claims: payload }
}
