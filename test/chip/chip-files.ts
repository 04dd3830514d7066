import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { buildMrz } from '../../src/documents/mrz/build-mrz'
import { tlv } from './der'

export const HOLDER = {
  documentCode: 'P',
  issuingState: 'UTO',
  documentNumber: 'L898902C3',
  nationality: 'UTO',
  surname: 'Eriksson',
  givenNames: 'Anna Maria',
  birthDate: '1974-08-12',
  sex: 'F' as const,
  expiryDate: '2034-04-15',
}

export function dataGroup1(lines: string[] = buildMrz('TD3', HOLDER)): Buffer {
  return tlv(0x61, tlv(0x5f1f, Buffer.from(lines.join(''))))
}

/** DG2 with one face (ISO/IEC 19794-5:2005), with two feature points. */
export function dataGroup2(image: Uint8Array): Buffer {
  const points = 2
  const block = 20 + 8 * points + 12 + image.length
  const record = Buffer.alloc(14 + block)
  record.set([...Buffer.from('FAC'), 0, ...Buffer.from('010'), 0])
  record.writeUInt32BE(record.length, 8)
  record.writeUInt16BE(1, 12)
  record.writeUInt32BE(block, 14)
  record.writeUInt16BE(points, 18)
  record.set(image, record.length - image.length)
  return biometrics(tlv(0x5f2e, record))
}

/** DG2 with a biometric data block of one's own. */
export function biometrics(block: Uint8Array): Buffer {
  const header = tlv(0xa1, tlv(0x80, Buffer.from([1, 1])), tlv(0x87, Buffer.from([1, 1])))
  return tlv(0x75, tlv(0x7f61, tlv(0x02, Buffer.from([1])), tlv(0x7f60, header, block)))
}

/** A picture whose colours change smoothly, so that a lossy codec keeps them: 8-bit RGB. */
export function gradient(width: number, height: number): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3)
    const [x, y] = [(pixel % width) / width, Math.floor(pixel / width) / height]
    return Math.round(255 * ([x, y, (x + y) / 2][i % 3] ?? 0))
  })
}

export async function jpeg(width: number, height: number): Promise<Buffer> {
  const raw = { width, height, channels: 3 as const }
  return sharp(gradient(width, height), { raw }).jpeg().toBuffer()
}

type Encoder = {
  getDecodedBuffer(info: object): Uint8Array
  setQuality(lossless: boolean, rate: number): void
  encode(): void
  getEncodedBuffer(): Uint8Array
}

/** A JPEG 2000 codestream, lossless, of one (grey) or three components. */
export async function jpeg2000(
  samples: Uint8Array,
  width: number,
  height: number,
): Promise<Buffer> {
  const open = require('@cornerstonejs/codec-openjpeg/wasmjs')
  const wasmBinary = readFileSync(require.resolve('@cornerstonejs/codec-openjpeg/wasm'))
  const silent = () => undefined
  const codec = await open({ wasmBinary, print: silent, printErr: silent })
  const encoder: Encoder = new codec.J2KEncoder()
  const componentCount = samples.length / (width * height)
  const info = { width, height, bitsPerSample: 8, componentCount, isSigned: false }
  encoder.getDecodedBuffer(info).set(samples)
  encoder.setQuality(true, 0)
  encoder.encode()
  return Buffer.from(encoder.getEncodedBuffer())
}

/** A JP2 file around a codestream. */
export function jp2(codestream: Buffer, width: number, height: number): Buffer {
  const header = Buffer.alloc(14)
  header.writeUInt32BE(height, 0)
  header.writeUInt32BE(width, 4)
  header.set([0, 3, 7, 7], 8)
  return Buffer.concat([
    box('jP  ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
    box('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    box(
      'jp2h',
      Buffer.concat([box('ihdr', header), box('colr', Buffer.from([1, 0, 0, 0, 0, 0, 16]))]),
    ),
    box('jp2c', codestream),
  ])
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}
