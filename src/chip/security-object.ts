import * as asn1js from 'asn1js'
import { AlgorithmIdentifier } from 'pkijs'
import { octets, parseAsn1, reading } from './asn1'
import { parseSignedContent, type SignedContent } from './cms'
import { hashOf, type KnownOrNot } from './signature-algorithm'
import { damaged, SOURCES } from './source'
import { readTlv } from './tlv'

/** EF.SOD (ICAO 9303-10 §4.6.2): the signed message, and the hashes of the data groups that it carries. */
export type SecurityObject = {
  message: SignedContent
  hash: KnownOrNot<{ hash: string }>
  /** By the number of the data group, 1 to 16. */
  hashes: Map<number, Uint8Array>
}

/**
 * Reads a SOD, as on the chip (tag 77) or without that wrapping. Nothing is verified yet.
 * @throws AppError INVALID when it is no SOD
 */
export function parseSecurityObject(bytes: Uint8Array): SecurityObject {
  const wrapped = bytes[0] === FILE_TAG
  const message = parseSignedContent(wrapped ? readTlv(bytes, sod).value : bytes, sod)
  if (message.contentType !== LDS_SECURITY_OBJECT)
    throw damaged(
      sod,
      `its content is of the type ${message.contentType}, not an LDS security object`,
    )
  const block = parseAsn1(message.content, sod)
  return reading(sod, NOT_ONE, () => ({ message, ...hashesOf(block) }))
}

const { sod } = SOURCES
const FILE_TAG = 0x77
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1'
const NOT_ONE = 'its content is no LDS security object'

/** LDSSecurityObject ::= SEQUENCE { version, hashAlgorithm, SEQUENCE OF { number, hash }, version info OPTIONAL } */
function hashesOf(block: asn1js.BaseBlock) {
  const [, algorithm, list] = childrenOf(block)
  const identifier = new AlgorithmIdentifier({ schema: algorithm })
  const hashes = new Map<number, Uint8Array>()
  for (const { number, hash } of childrenOf(list).map(groupOf)) {
    if (hashes.has(number)) throw damaged(sod, `it lists DG${number} twice`)
    hashes.set(number, hash)
  }
  return { hash: hashOf(identifier), hashes }
}

function groupOf(block: asn1js.BaseBlock) {
  const [number, hash] = childrenOf(block)
  if (!(number instanceof asn1js.Integer && hash instanceof asn1js.OctetString))
    throw damaged(sod, NOT_ONE)
  const { valueDec } = number.valueBlock
  if (valueDec < 1 || valueDec > 16) throw damaged(sod, `it lists a data group ${valueDec}`)
  return { number: valueDec, hash: octets(hash) }
}

function childrenOf(block: asn1js.BaseBlock | undefined): asn1js.BaseBlock[] {
  if (block instanceof asn1js.Sequence) return block.valueBlock.value
  throw damaged(sod, NOT_ONE)
}
