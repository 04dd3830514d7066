import { readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'

type Rgb = { r: number; g: number; b: number }

/** A one-colour picture of the size, unencoded. */
export function plain(width: number, height: number, background: Rgb | string = 'steelblue') {
  return sharp({
    create: { width, height, channels: 3, background },
    limitInputPixels: false,
  })
}

/** A photo-like JPEG: smooth noise, so that it neither compresses to nothing nor to random bytes. */
export async function photo(width: number, height: number, seed = 1): Promise<Buffer> {
  const small = Buffer.from(
    Array.from({ length: 64 * 48 * 3 }, (_, i) => ((i * 7919 + seed * 104_729) >> 3) & 255),
  )
  return sharp(small, { raw: { width: 64, height: 48, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** A PNG written by hand, so that its size may be a lie or a bomb: all pixels black. */
export function handmadePng(width: number, height: number, extra: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8) // 8 bits, RGB
  const pixels = deflateSync(Buffer.alloc((width * 3 + 1) * height), { level: 9 })
  const chunks = [pngChunk('IHDR', header), ...extra, pngChunk('IDAT', pixels), pngChunk('IEND')]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

/** One PNG chunk with its right checksum. */
export function pngChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  const checksum = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** Ids of the running child processes of this process that run the image guard (Linux only). */
export function guardPids(): number[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return ids.map(Number).filter((pid) => {
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      return Number(parent) === process.pid && command.includes('image-guard-child')
    } catch {
      return false // it ended while we looked
    }
  })
}

/** Peak resident memory of a process in MB (Linux only). */
export function peakRssMb(pid: number): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1]) / 1024
}
