import { damaged, type Source } from './source'

/** One element of BER-TLV (ISO/IEC 7816-4 §5.2.2.2): its tag as a number, e.g. 0x5f1f, and its content. */
export type Tlv = { tag: number; constructed: boolean; value: Uint8Array; raw: Uint8Array }

/**
 * The one element that makes up all of `bytes`. Definite lengths only: what chips and DER use. Nothing is copied.
 * @throws AppError INVALID when a length leads outside the bytes, or bytes are left over
 */
export function readTlv(bytes: Uint8Array, source: Source): Tlv {
  const element = readFirst(bytes, 0, source)
  const left = bytes.length - element.raw.length
  if (left > 0) throw damaged(source, `${left} bytes follow its end`)
  return element
}

/**
 * The elements that follow one another in `bytes`, in one pass.
 * @throws AppError INVALID as `readTlv`, or when there are more than `limit`
 */
export function readTlvs(bytes: Uint8Array, source: Source, limit = MAX_ELEMENTS): Tlv[] {
  const elements: Tlv[] = []
  let offset = 0
  while (offset < bytes.length) {
    if (elements.length === limit) throw damaged(source, `it has more than ${limit} elements`)
    const element = readFirst(bytes, offset, source)
    elements.push(element)
    offset += element.raw.length
  }
  return elements
}

const MAX_ELEMENTS = 1_000

/** The element of this tag. @throws AppError INVALID when there is none */
export function child(elements: Tlv[], tag: number, source: Source): Tlv {
  const found = elements.find((element) => element.tag === tag)
  if (found === undefined) throw damaged(source, `the element ${tag.toString(16)} is missing`)
  return found
}

function readFirst(bytes: Uint8Array, start: number, source: Source): Tlv {
  const { tag, end } = readTag(bytes, start, source)
  const { length, at } = readLength(bytes, end, source)
  if (at + length > bytes.length)
    throw damaged(source, `an element of ${length} bytes has only ${bytes.length - at}`)
  return {
    tag,
    constructed: ((bytes[start] ?? 0) & 0x20) !== 0,
    value: bytes.subarray(at, at + length),
    raw: bytes.subarray(start, at + length),
  }
}

/** Tags of one to three bytes: there are no longer ones in ISO/IEC 7816-4. */
function readTag(bytes: Uint8Array, start: number, source: Source) {
  let tag = byteAt(bytes, start, source)
  let end = start + 1
  if ((tag & 0x1f) !== 0x1f) return { tag, end }
  for (; end < start + 3; end += 1) {
    const byte = byteAt(bytes, end, source)
    tag = tag * 256 + byte
    if ((byte & 0x80) === 0) return { tag, end: end + 1 }
  }
  throw damaged(source, 'a tag has more than three bytes')
}

/** Lengths of one to five bytes. */
function readLength(bytes: Uint8Array, start: number, source: Source) {
  const first = byteAt(bytes, start, source)
  if (first < 0x80) return { length: first, at: start + 1 }
  const count = first - 0x80
  if (count === 0 || count > 4) throw damaged(source, 'a length is not in a form we read')
  let length = 0
  for (let i = 1; i <= count; i += 1) length = length * 256 + byteAt(bytes, start + i, source)
  return { length, at: start + 1 + count }
}

function byteAt(bytes: Uint8Array, offset: number, source: Source): number {
  const byte = bytes[offset]
  if (byte === undefined) throw damaged(source, 'it ends in the middle of an element')
  return byte
}
