import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import * as asn1js from 'asn1js'
import { toDer } from './asn1'

/** Why a key cannot be used; a clause. */
export type KeyRefusal = { refused: string }

/**
 * The key of a SubjectPublicKeyInfo (DER): RSA of 2 048 bits or more, or on a NIST or brainpool curve of 224 bits or
 * more. A curve given by its parameters (ICAO 9303-12 §4.4.2 demands that) is taken when they are those of such a curve,
 * and replaced by its name: a key on a curve of somebody's own making proves nothing.
 */
export function publicKeyOf(spki: Uint8Array): KeyObject | KeyRefusal {
  const named = withNamedCurve(spki)
  if (named instanceof Uint8Array) return strongEnough(load(named))
  return named
}

const MIN_RSA_BITS = 2_048
const EC_PUBLIC_KEY = '1.2.840.10045.2.1'
const CURVES = [
  'secp224r1',
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP224r1',
  'brainpoolP256r1',
  'brainpoolP320r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
]

function load(spki: Uint8Array): KeyObject | KeyRefusal {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    return { refused: 'the public key is damaged or of an unknown kind' }
  }
}

function strongEnough(key: KeyObject | KeyRefusal): KeyObject | KeyRefusal {
  if ('refused' in key) return key
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (modulusLength !== undefined && modulusLength < MIN_RSA_BITS)
    return { refused: `an RSA key of ${modulusLength} bits is too weak` }
  if (modulusLength !== undefined) return key
  if (namedCurve !== undefined && CURVES.includes(namedCurve)) return key
  return { refused: `keys of the kind ${namedCurve ?? key.asymmetricKeyType} are not taken` }
}

/** The same key with the curve's name in place of its parameters; unchanged where there are none. */
function withNamedCurve(spki: Uint8Array): Uint8Array | KeyRefusal {
  const { result } = asn1js.fromBER(spki, { parseEmbedded: false })
  const parts = childrenOf(result)
  const [algorithm, parameters] = childrenOf(parts[0])
  const explicit =
    algorithm instanceof asn1js.ObjectIdentifier &&
    algorithm.getValue() === EC_PUBLIC_KEY &&
    parameters instanceof asn1js.Sequence
  if (!explicit) return spki
  const identifier = knownCurves().get(curveText(parameters) ?? '')
  const key = parts[1]
  if (identifier === undefined || key === undefined)
    return { refused: 'the parameters of the curve are not those of a curve we know' }
  const value = [asn1js.fromBER(identifier).result, key]
  return toDer(new asn1js.Sequence({ value }))
}

let curves: Map<string, Uint8Array> | undefined

/** From the parameters of each curve, as OpenSSL states them, to the AlgorithmIdentifier (DER) that names it. */
function knownCurves(): Map<string, Uint8Array> {
  curves ??= new Map(
    CURVES.map((namedCurve) => {
      const [, parameters] = algorithmOf(namedCurve, 'explicit')
      const [algorithm, name] = algorithmOf(namedCurve, 'named')
      if (algorithm === undefined || name === undefined || !(parameters instanceof asn1js.Sequence))
        throw new Error(`OpenSSL does not state the parameters of ${namedCurve}.`)
      const identifier = new asn1js.Sequence({ value: [algorithm, name] })
      return [curveText(parameters) ?? '', toDer(identifier)]
    }),
  )
  return curves
}

function algorithmOf(namedCurve: string, paramEncoding: 'named' | 'explicit'): asn1js.BaseBlock[] {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve, paramEncoding })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return childrenOf(childrenOf(asn1js.fromBER(spki).result)[0])
}

/**
 * Prime, coefficients, base point and order of ECParameters (RFC 3279 §2.3.5) in one text, zeros in front removed; null
 * for anything else. The seed and the cofactor, which may be left out, follow from these.
 */
function curveText(parameters: asn1js.Sequence): string | null {
  const [version, field, curve, base, order] = childrenOf(parameters)
  const [, prime] = childrenOf(field)
  const [a, b] = childrenOf(curve)
  const numbers = [prime, a, b, order].map(numberHex)
  if (numberHex(version) === null || numbers.includes(null)) return null
  const point = base instanceof asn1js.OctetString ? pointHex(base) : null
  return point === null ? null : [...numbers, point].join(':')
}

/** A base point as the last bit of its y, and its x: together they fix it, and compressed points have no more. */
function pointHex(base: asn1js.OctetString): string | null {
  const bytes = Buffer.from(base.getValue())
  const last = bytes[bytes.length - 1] ?? 0
  if (bytes[0] === 4) {
    const middle = (bytes.length + 1) / 2
    return `${last & 1}:${bytes.subarray(1, middle).toString('hex')}`
  }
  const compressed = bytes[0] === 2 || bytes[0] === 3
  return compressed ? `${(bytes[0] ?? 0) & 1}:${bytes.subarray(1).toString('hex')}` : null
}

function numberHex(block: asn1js.BaseBlock | undefined): string | null {
  if (!(block instanceof asn1js.Integer || block instanceof asn1js.OctetString)) return null
  return Buffer.from(block.valueBlock.valueHexView)
    .toString('hex')
    .replace(/^(00)+/, '')
}

function childrenOf(block: asn1js.BaseBlock | undefined): asn1js.BaseBlock[] {
  return block instanceof asn1js.Sequence ? block.valueBlock.value : []
}
