import { constants, type KeyObject, verify } from 'node:crypto'
import { publicKeyOf } from './public-key'
import type { KnownOrNot, SignatureAlgorithm } from './signature-algorithm'

/** Bytes and the signature over them. */
export type Signed = {
  bytes: Uint8Array
  algorithm: KnownOrNot<SignatureAlgorithm>
  signature: Uint8Array
}

/** Null when the signature is that of the key (SubjectPublicKeyInfo, DER); otherwise why not, as a clause. Never throws. */
export function signatureFault(signed: Signed, spki: Uint8Array): string | null {
  const { algorithm } = signed
  if ('unsupported' in algorithm)
    return `the signature algorithm ${algorithm.unsupported} is not supported`
  const key = publicKeyOf(spki)
  if ('refused' in key) return key.refused
  const kind = key.asymmetricKeyType ?? ''
  if (!KEY_KINDS[algorithm.kind].includes(kind))
    return `a signature of the kind ${algorithm.kind} cannot come from a key of the kind ${kind}`
  return isValid(signed, algorithm, key) ? null : 'the signature does not fit what was signed'
}

const KEY_KINDS: Record<SignatureAlgorithm['kind'], string[]> = {
  RSA: ['rsa'],
  PSS: ['rsa', 'rsa-pss'],
  ECDSA: ['ec'],
  ECDSA_PLAIN: ['ec'],
}

function isValid(signed: Signed, algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  try {
    const options = { key, ...optionsOf(algorithm) }
    return verify(algorithm.hash, signed.bytes, options, signed.signature)
  } catch {
    return false // OpenSSL refuses some malformed signatures, and keys restricted to another hash, by throwing
  }
}

function optionsOf(algorithm: SignatureAlgorithm) {
  switch (algorithm.kind) {
    case 'RSA':
      return { padding: constants.RSA_PKCS1_PADDING }
    case 'PSS':
      return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength }
    case 'ECDSA':
      return { dsaEncoding: 'der' as const }
    case 'ECDSA_PLAIN':
      return { dsaEncoding: 'ieee-p1363' as const }
  }
}
