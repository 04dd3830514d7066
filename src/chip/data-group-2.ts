import type { ChipPortrait } from './chip-reading'
import { decodeJpeg2000 } from './jpeg2000'
import { damaged, SOURCES } from './source'
import { child, readTlv, readTlvs, type Tlv } from './tlv'

/**
 * The portrait of DG2 (ICAO 9303-10 §4.7.2): the first face of the first biometric template. A JPEG is handed through
 * as it is; JPEG 2000 is decoded.
 * @throws AppError INVALID when the bytes are no DG2 with a face; IMAGE_DAMAGED, IMAGE_TOO_MANY_PIXELS or
 * IMAGE_UNSUPPORTED when the JPEG 2000 image does not decode
 */
export async function readDataGroup2(bytes: Uint8Array): Promise<ChipPortrait> {
  const image = faceImage(bytes)
  if (beginsWith(image, JPEG)) return { format: 'jpeg', bytes: image }
  return { format: 'rgb', image: await decodeJpeg2000(image) }
}

const { dg2 } = SOURCES
const TAGS = {
  file: 0x75,
  templates: 0x7f61,
  template: 0x7f60,
  /** Primitive: ISO/IEC 19794-5. */
  block: 0x5f2e,
  /** Constructed: ISO/IEC 39794-5, and ISO/IEC 19794-5 of some issuers. */
  constructedBlock: 0x7f2e,
}

const JPEG = [0xff, 0xd8, 0xff]
const JPEG_2000_FILE = [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20]
const JPEG_2000_STREAM = [0xff, 0x4f, 0xff, 0x51]
const IMAGE_STARTS = [JPEG, JPEG_2000_FILE, JPEG_2000_STREAM]

/** Lengths of ISO/IEC 19794-5:2005 §5, in bytes: record header, face header, one feature point, image header. */
const RECORD_HEADER = 14
const FACE_HEADER = 20
const FEATURE_POINT = 8
const IMAGE_HEADER = 12
/** "FAC", zero. */
const FACE_RECORD = [0x46, 0x41, 0x43, 0]

function faceImage(bytes: Uint8Array): Uint8Array {
  const file = readTlv(bytes, dg2)
  if (file.tag !== TAGS.file) throw damaged(dg2, 'it does not begin with the tag 75')
  const templates = child(readTlvs(file.value, dg2), TAGS.templates, dg2)
  const template = child(readTlvs(templates.value, dg2), TAGS.template, dg2)
  const elements = readTlvs(template.value, dg2)
  const block = elements.find(({ tag }) => tag === TAGS.block || tag === TAGS.constructedBlock)
  if (block === undefined) throw damaged(dg2, 'it holds no biometric data block')
  const image = beginsWith(block.value, FACE_RECORD)
    ? imageOfRecord(block.value)
    : firstImage(readTlvs(block.value, dg2), MAX_NESTING)
  if (image === null || !IMAGE_STARTS.some((start) => beginsWith(image, start)))
    throw damaged(dg2, 'its face is neither JPEG nor JPEG 2000')
  return image
}

/** The image of the first face of an ISO/IEC 19794-5:2005 record: it ends where the face's block ends. */
function imageOfRecord(record: Uint8Array): Uint8Array {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  const shortest = RECORD_HEADER + FACE_HEADER + IMAGE_HEADER
  if (record.length < shortest) throw damaged(dg2, 'its face record ends too early')
  const blockLength = view.getUint32(RECORD_HEADER)
  const points = view.getUint16(RECORD_HEADER + 4)
  const start = shortest + points * FEATURE_POINT
  const end = RECORD_HEADER + blockLength
  if (start >= end || end > record.length)
    throw damaged(dg2, 'the lengths in its face record contradict one another')
  return record.subarray(start, end)
}

const MAX_NESTING = 12

/**
 * In ISO/IEC 39794-5, which is ASN.1, the image is an octet string some eight levels down: the first element that
 * begins as an image does.
 */
function firstImage(elements: Tlv[], nesting: number): Uint8Array | null {
  for (const { constructed, value } of elements) {
    const image = constructed ? imageWithin(value, nesting) : imageItself(value)
    if (image !== null) return image
  }
  return null
}

function imageWithin(value: Uint8Array, nesting: number): Uint8Array | null {
  if (nesting === 0) throw damaged(dg2, 'its face is nested too deeply')
  return firstImage(readTlvs(value, dg2), nesting - 1)
}

function imageItself(value: Uint8Array): Uint8Array | null {
  return IMAGE_STARTS.some((start) => beginsWith(value, start)) ? value : null
}

function beginsWith(bytes: Uint8Array, start: number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte)
}
