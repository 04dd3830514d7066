import { deflateSync } from 'node:zlib'
import type { Random } from '../../src/specimens/random'

const SIDES = [0, 1, 159, 160, 5000, 9999, 10_001, 65_535, 16_777_216, 2_147_483_647]

/** A file whose header names a size that its pixels do not fill: JPEG, PNG or WebP. */
export function lyingHeader(random: Random, jpeg: Buffer): Buffer {
  const width = random.pick(SIDES, 160)
  const height = random.pick(SIDES, 160)
  const makers = [() => png(random, width, height), () => jpegSized(jpeg, width, height)]
  return random.pick([...makers, () => webpSized(width, height)], () => jpeg)()
}

/** A PNG of the size in black, in one of the colour types; its pixels fill at most some rows of it. */
function png(random: Random, width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set(
    [random.pick([1, 8, 16], 8), random.pick([0, 2, 3, 4, 6], 2), 0, 0, random.whole(0, 1)],
    8,
  )
  const pixels = deflateSync(Buffer.alloc(random.pick([0, 1000, 5_000_000], 0)), { level: 9 })
  const chunks = [pngChunk('IHDR', header), pngChunk('IDAT', pixels), pngChunk('IEND')]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

/** One PNG chunk with its right checksum. */
function pngChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  const checksum = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

/** PNG's checksum (ISO 3309, polynomial 0xedb88320). */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** The JPEG with another size in its frame header (SOF0 to SOF2: two bytes each, height first). */
function jpegSized(jpeg: Buffer, width: number, height: number): Buffer {
  const bytes = Buffer.from(jpeg)
  for (let at = 2; at + 9 < bytes.length; at++) {
    const isFrame = bytes[at] === 0xff && [0xc0, 0xc1, 0xc2].includes(bytes[at + 1] ?? 0)
    if (!isFrame) continue
    bytes.writeUInt16BE(height & 0xffff, at + 5)
    bytes.writeUInt16BE(width & 0xffff, at + 7)
    break
  }
  return bytes
}

/** An extended WebP header (canvas less one, 24 bits each) with no picture in it. */
function webpSized(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(30)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(22, 4)
  bytes.write('WEBPVP8X', 8, 'latin1')
  bytes.writeUInt32LE(10, 16)
  bytes.writeUIntLE(Math.max(0, width - 1) & 0xffffff, 24, 3)
  bytes.writeUIntLE(Math.max(0, height - 1) & 0xffffff, 27, 3)
  return bytes
}
