import * as asn1js from 'asn1js'
import { AppError } from '../errors'
import { damaged, type Source } from './source'

/**
 * asn1js takes about 1 kB and 10 µs for every element: the bound on elements is the bound on memory and time. A SOD or a
 * certificate has some hundred.
 */
const MAX_NODES = 5_000
const MAX_DEPTH = 64

/**
 * The tree of one BER element that makes up all of `bytes`, indefinite lengths included. Octet strings stay closed: what
 * is in them is read on its own, so that the content of a large file is no part of this tree.
 * @throws AppError INVALID when it is no ASN.1, or nested or branched beyond reason
 */
export function parseAsn1(bytes: Uint8Array, source: Source, maxNodes = MAX_NODES): asn1js.AsnType {
  const limits = { maxNodes, maxDepth: MAX_DEPTH, maxContentLength: source.maxBytes }
  const { offset, result } = reading(source, 'it is not ASN.1', () =>
    asn1js.fromBER(bytes, { ...limits, parseEmbedded: false, copyInput: false }),
  )
  if (offset === -1) throw damaged(source, result.error || 'it is not ASN.1')
  if (offset !== bytes.length)
    throw damaged(source, `${bytes.length - offset} bytes follow its end`)
  return result
}

/**
 * What `work` returns; whatever the ASN.1 libraries throw in it becomes a refusal of the source. They throw plain errors
 * on bytes they do not like, and TypeErrors on structures they did not expect.
 * @throws AppError INVALID with `detail`, a clause without its full stop
 */
export function reading<T>(source: Source, detail: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof AppError ? error : damaged(source, detail, error)
  }
}

/** DER of a structure of the libraries. */
export function toDer(block: asn1js.BaseBlock): Uint8Array {
  return new Uint8Array(block.toBER())
}

/** The bytes of an octet string, its pieces put together. */
export function octets(block: asn1js.OctetString): Uint8Array {
  return new Uint8Array(block.getValue())
}

/** A whole number in hexadecimal, without zeros in front: how serial numbers are compared. */
export function integerHex(block: asn1js.Integer): string {
  const hex = Buffer.from(block.valueBlock.valueHexView).toString('hex')
  return hex.replace(/^(00)+(?=..)/, '')
}
