/** One element of DER: its tag (one or two bytes), its length, its parts. An encoder of our own, apart from what is tested. */
export function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const value = Buffer.concat(parts)
  const head = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]
  return Buffer.concat([Buffer.from([...head, ...lengthOf(value.length)]), value])
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes = Buffer.from(length.toString(16).padStart(8, '0'), 'hex')
  const short = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
  return [0x80 + short.length, ...short]
}

export const sequence = (...parts: Uint8Array[]) => tlv(0x30, ...parts)
export const set = (...parts: Uint8Array[]) => tlv(0x31, ...parts)
export const octetString = (...parts: Uint8Array[]) => tlv(0x04, ...parts)
export const bitString = (value: Uint8Array) => tlv(0x03, Buffer.from([0]), value)
export const nothing = () => tlv(0x05)
export const boolean = (value: boolean) => tlv(0x01, Buffer.from([value ? 0xff : 0]))
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text))
export const printable = (text: string) => tlv(0x13, Buffer.from(text))

export function integer(value: number | Uint8Array): Buffer {
  const bytes =
    typeof value === 'number'
      ? Buffer.from(value.toString(16).padStart(value > 0xffff ? 8 : 4, '0'), 'hex')
      : Buffer.from(value)
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0 && (bytes[start + 1] ?? 0) < 0x80)
    start += 1
  return tlv(0x02, bytes.subarray(start))
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [40 * first + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f]
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift(0x80 | (left & 0x7f))
    return digits
  })
  return tlv(0x06, Buffer.from(bytes))
}

/** GeneralizedTime. */
export function time(date: Date): Buffer {
  const text = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return tlv(0x18, Buffer.from(text))
}

/** The parts with the end marked instead of the length (BER, indefinite form). */
export function indefinite(tag: number, ...parts: Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from([tag, 0x80]), ...parts, Buffer.from([0, 0])])
}
