import type { BaseBlock } from 'asn1js'
import { AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs'

export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'

/** How a signature was made. `PSS` with the length of its salt in bytes; `ECDSA_PLAIN` is r and s without DER. */
export type SignatureAlgorithm =
  | { kind: 'RSA' | 'ECDSA' | 'ECDSA_PLAIN'; hash: HashName }
  | { kind: 'PSS'; hash: HashName; saltLength: number }

/** An algorithm we know, or the object identifier of one we do not. */
export type KnownOrNot<T> = T | { unsupported: string }

/** @returns the name `node:crypto` has for the hash of an AlgorithmIdentifier */
export function hashOf(identifier: AlgorithmIdentifier): KnownOrNot<{ hash: HashName }> {
  const hash = HASHES.get(identifier.algorithmId)
  return hash === undefined ? { unsupported: identifier.algorithmId } : { hash }
}

/**
 * The algorithms of ICAO 9303-12 §4.4 and BSI TR-03111 §5.2.1 (plain ECDSA). SHA-1 is taken, for old certificates;
 * MD5 is not. `digest` is the hash a CMS signer names, for the signature algorithms that name none.
 */
export function signatureAlgorithmOf(
  identifier: AlgorithmIdentifier,
  digest?: HashName,
): KnownOrNot<SignatureAlgorithm> {
  const { algorithmId } = identifier
  if (algorithmId === RSASSA_PSS) return pssOf(identifier)
  const known = SIGNATURES.get(algorithmId)
  if (known !== undefined) return known
  if (algorithmId === RSA_ENCRYPTION && digest !== undefined) return { kind: 'RSA', hash: digest }
  return { unsupported: algorithmId }
}

const RSASSA_PSS = '1.2.840.113549.1.1.10'
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1'
const MGF1 = '1.2.840.113549.1.1.8'
const MAX_SALT_BYTES = 512

const HASHES = new Map<string, HashName>([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

const SIGNATURES = new Map<string, SignatureAlgorithm>([
  ['1.2.840.113549.1.1.5', { kind: 'RSA', hash: 'sha1' }],
  ['1.2.840.113549.1.1.14', { kind: 'RSA', hash: 'sha224' }],
  ['1.2.840.113549.1.1.11', { kind: 'RSA', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { kind: 'RSA', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { kind: 'RSA', hash: 'sha512' }],
  ['1.2.840.10045.4.1', { kind: 'ECDSA', hash: 'sha1' }],
  ['1.2.840.10045.4.3.1', { kind: 'ECDSA', hash: 'sha224' }],
  ['1.2.840.10045.4.3.2', { kind: 'ECDSA', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { kind: 'ECDSA', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { kind: 'ECDSA', hash: 'sha512' }],
  ['0.4.0.127.0.7.1.1.4.1.1', { kind: 'ECDSA_PLAIN', hash: 'sha1' }],
  ['0.4.0.127.0.7.1.1.4.1.2', { kind: 'ECDSA_PLAIN', hash: 'sha224' }],
  ['0.4.0.127.0.7.1.1.4.1.3', { kind: 'ECDSA_PLAIN', hash: 'sha256' }],
  ['0.4.0.127.0.7.1.1.4.1.4', { kind: 'ECDSA_PLAIN', hash: 'sha384' }],
  ['0.4.0.127.0.7.1.1.4.1.5', { kind: 'ECDSA_PLAIN', hash: 'sha512' }],
])

/** RFC 4055 §3.1. node:crypto takes one hash for both the message and the mask, which is what issuers use. */
function pssOf({ algorithmParams }: AlgorithmIdentifier): KnownOrNot<SignatureAlgorithm> {
  const params = new RSASSAPSSParams({ schema: algorithmParams as BaseBlock })
  const { hashAlgorithm, maskGenAlgorithm, saltLength, trailerField } = params
  const message = hashOf(hashAlgorithm)
  const mask = maskHashOf(maskGenAlgorithm)
  if ('unsupported' in message || 'unsupported' in mask || message.hash !== mask.hash)
    return { unsupported: `${RSASSA_PSS} with these hashes` }
  if (trailerField !== 1 || !(saltLength >= 0 && saltLength <= MAX_SALT_BYTES))
    return { unsupported: `${RSASSA_PSS} with this salt or trailer` }
  return { kind: 'PSS', hash: message.hash, saltLength }
}

function maskHashOf({ algorithmId, algorithmParams }: AlgorithmIdentifier) {
  if (algorithmId !== MGF1) return { unsupported: algorithmId }
  return hashOf(new AlgorithmIdentifier({ schema: algorithmParams }))
}
