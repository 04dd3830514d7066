import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readDataGroup2 } from '../../src/chip/data-group-2'
import { decodeJpeg2000 } from '../../src/chip/jpeg2000'
import { AppError } from '../../src/errors'
import { biometrics, dataGroup2, gradient, jp2, jpeg, jpeg2000 } from './chip-files'
import { octetString, sequence, tlv } from './der'

const [width, height] = [48, 64]
const pixels = gradient(width, height)

async function refusal(image: Uint8Array): Promise<AppError> {
  const error = await readDataGroup2(dataGroup2(image)).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}

/** The codestream with other bytes at `at`, counted from its start (ISO/IEC 15444-1 §A.5.1). */
function patched(codestream: Buffer, at: number, hex: string): Buffer {
  const copy = Buffer.from(codestream)
  copy.set(Buffer.from(hex, 'hex'), at)
  return copy
}

/** The codestream as an image of 1 600 × 1 250, with the content of the segment COD given. */
function withCoding(codestream: Buffer, hex: string): Buffer {
  const large = patched(patched(codestream, 8, '00000640000004e2'), 24, '00000640000004e2')
  const coding = Buffer.from(hex, 'hex')
  const start = large.indexOf(Buffer.from([0xff, 0x52]))
  const head = Buffer.from([0xff, 0x52, 0, coding.length + 2])
  return Buffer.concat([large.subarray(0, start), head, coding, large.subarray(start + 14)])
}

describe('a JPEG 2000 portrait', () => {
  test('becomes the very pixels it was made of, as a codestream and as a file', async () => {
    const codestream = await jpeg2000(pixels, width, height)
    for (const image of [codestream, jp2(codestream, width, height)]) {
      const portrait = await readDataGroup2(dataGroup2(image))
      expect(portrait).toEqual({ format: 'rgb', image: { width, height, data: pixels } })
    }
  })

  test('in grey becomes RGB with three equal channels', async () => {
    const grey = pixels.filter((_, i) => i % 3 === 0)
    const { data } = await decodeJpeg2000(await jpeg2000(grey, width, height))
    expect(data).toEqual(Uint8Array.from(pixels, (_, i) => pixels[i - (i % 3)] ?? 0))
  })

  test('that is cut off or overwritten is damaged', async () => {
    const codestream = await jpeg2000(pixels, width, height)
    for (const length of [10, 60, codestream.length >> 1]) {
      expect((await refusal(codestream.subarray(0, length))).code).toBe('IMAGE_DAMAGED')
      const file = jp2(codestream, width, height).subarray(0, length)
      expect((await refusal(file)).code).toBe('IMAGE_DAMAGED')
    }
    const overwritten = Buffer.from(codestream).fill(0xaa, 60)
    expect((await refusal(overwritten)).code).toBe('IMAGE_DAMAGED')
  })

  test('is refused before decoding when its header asks for too much', async () => {
    const codestream = await jpeg2000(pixels, width, height)
    const cases: [string, string, Buffer][] = [
      ['IMAGE_TOO_MANY_PIXELS', '100000 × 64', patched(codestream, 8, '000186a0')],
      ['IMAGE_UNSUPPORTED', 'too many tiles', patched(codestream, 24, '0000000100000001')],
      ['IMAGE_UNSUPPORTED', 'too many tiles', patched(codestream, 24, '0000000000000000')],
      ['IMAGE_UNSUPPORTED', '8 bits', patched(codestream, 40, '4000')],
      ['IMAGE_UNSUPPORTED', '8 bits', patched(codestream, 42, '0f')],
      ['IMAGE_UNSUPPORTED', 'too many layers', withCoding(codestream, '0000ffff010504040001')],
      ['IMAGE_UNSUPPORTED', 'precincts', withCoding(codestream, '0100000101000404000100')],
      ['IMAGE_DAMAGED', 'damaged', patched(codestream, 8, '00000000')],
    ]
    for (const [code, text, image] of cases) {
      expect(await refusal(image)).toMatchObject({ code, message: expect.stringContaining(text) })
      expect((await refusal(jp2(image, width, height))).code).toBe(code)
    }
  })

  test('with bytes changed becomes a picture or is refused, and takes nothing down', async () => {
    const codestream = await jpeg2000(pixels, width, height)
    const property = fc.asyncProperty(
      fc.nat(codestream.length - 1),
      fc.uint8Array({ minLength: 1, maxLength: 3 }),
      async (at, bytes) => {
        const image = Buffer.from(codestream)
        image.set(bytes.subarray(0, image.length - at), at)
        const result = await decodeJpeg2000(image, 3_000).catch((error: unknown) => error)
        if (result instanceof Error) expect(result).toBeInstanceOf(AppError)
        else expect(result).toMatchObject({ width: expect.any(Number), height: expect.any(Number) })
      },
    )
    await fc.assert(property, { numRuns: 8 })
  })

  test('that takes longer than its time is given up', async () => {
    const codestream = await jpeg2000(pixels, width, height)
    await expect(decodeJpeg2000(codestream, 1)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
  })
})

describe('the face in DG2', () => {
  test('may lie in ISO/IEC 39794-5, deep in ASN.1', async () => {
    const image = await jpeg(20, 20)
    const block = tlv(
      0x65,
      tlv(0xa0, tlv(0x80, Buffer.from([3]))),
      tlv(0xa1, sequence(tlv(0xa1, tlv(0xa0, tlv(0x80, image))))),
    )
    const portrait = await readDataGroup2(biometrics(tlv(0x7f2e, block)))
    expect(portrait).toEqual({ format: 'jpeg', bytes: new Uint8Array(image) })
    const without = biometrics(tlv(0x7f2e, tlv(0x65, octetString(Buffer.from('no image')))))
    await expect(readDataGroup2(without)).rejects.toThrow('neither JPEG nor JPEG 2000')
  })

  test('is refused when the lengths of its record contradict one another', async () => {
    const good = dataGroup2(await jpeg(20, 20))
    const record = good.indexOf('FAC')
    for (const [at, value] of [
      [14, 0xffffff],
      [14, 12],
      [18, 0xffff0000],
    ] as const) {
      const bad = Buffer.from(good)
      bad.writeUInt32BE(value, record + at)
      await expect(readDataGroup2(bad)).rejects.toThrow('contradict one another')
    }
  })
})
