import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import type { Images } from '../../src/deps'
import { createImages } from '../../src/inference/images'
import { handmadePng, photo, plain, pngChunk } from '../support/images'

let images: Images
beforeAll(() => {
  images = createImages()
})
afterAll(() => images.close())

const refusal = (bytes: Uint8Array) =>
  images.normalize(bytes).then(
    () => 'accepted',
    (error) => `${error.code}: ${error.message}`,
  )

describe('a photo that is welcome', () => {
  test.each(['jpeg', 'png', 'webp'] as const)(
    '%s becomes a JPEG of the same size',
    async (format) => {
      const bytes = await sharp(await photo(640, 480))
        .toFormat(format)
        .toBuffer()
      const normal = await images.normalize(bytes)
      expect(normal).toMatchObject({ width: 640, height: 480 })
      const metadata = await sharp(normal.bytes).metadata()
      expect(metadata).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3 })
      expect(metadata.chromaSubsampling).toBe('4:4:4')
    },
  )

  test('greyscale and 16-bit pictures become 8-bit sRGB', async () => {
    const grey = await plain(300, 300).greyscale().png().toBuffer()
    const deep = await plain(300, 300).toColourspace('rgb16').png().toBuffer()
    const cmyk = await plain(300, 300).toColourspace('cmyk').jpeg().toBuffer()
    for (const bytes of [grey, deep, cmyk]) {
      const { bytes: normal } = await images.normalize(bytes)
      expect(await sharp(normal).metadata()).toMatchObject({
        space: 'srgb',
        channels: 3,
        depth: 'uchar',
      })
    }
  })

  test('transparency becomes white', async () => {
    const clear = { r: 255, g: 0, b: 0, alpha: 0 }
    const create = { width: 200, height: 200, channels: 4 as const, background: clear }
    const { bytes } = await images.normalize(await sharp({ create }).png().toBuffer())
    expect((await images.decode(bytes)).data[0]).toBeGreaterThan(250)
  })

  test('is turned upright as its EXIF orientation says', async () => {
    const top = await plain(400, 100, 'red').png().toBuffer()
    const upright = plain(400, 300, 'blue').composite([{ input: top, top: 0, left: 0 }])
    const lying = await sharp(await upright.png().toBuffer())
      .rotate(270)
      .png()
      .toBuffer()
    const bytes = await sharp(lying).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const normal = await images.normalize(bytes)
    expect(normal).toMatchObject({ width: 400, height: 300 })
    const { data } = await images.decode(normal.bytes)
    expect(data[0]).toBeGreaterThan(240) // the red is on top
  })

  test('loses its EXIF data, place and maker included', async () => {
    const canary = 'CanaryMaker'
    const gps = { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' }
    const exif = { IFD0: { Make: canary, Copyright: canary }, IFD3: gps }
    const bytes = await sharp(await photo(300, 300))
      .withExif(exif)
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg()
      .toBuffer()
    expect(bytes.includes(canary)).toBe(true)
    const { bytes: normal } = await images.normalize(bytes)
    expect(Buffer.from(normal).includes(canary)).toBe(false)
    const metadata = await sharp(normal).metadata()
    expect(metadata).toMatchObject({ hasProfile: false })
    expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.icc]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })

  test('survives decoding and encoding', async () => {
    const { bytes } = await images.normalize(await photo(320, 240))
    const pixels = await images.decode(bytes)
    expect(pixels.data).toHaveLength(320 * 240 * 3)
    const again = await images.decode(await images.encode(pixels, 95))
    const worst = pixels.data.reduce(
      (max, value, i) => Math.max(max, Math.abs(value - (again.data[i] ?? 0))),
      0,
    )
    expect(worst).toBeLessThan(16)
  })
})

describe('a file that is no photo is named', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"></svg>'
  const xxe = `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg}`
  test.each([
    ['text', 'Just a note, renamed to photo.jpg', 'a text file; send a JPEG, PNG or WebP photo.'],
    ['SVG', svg, 'an SVG drawing; send'],
    ['SVG with XXE', xxe, 'an SVG drawing; send'],
    ['HTML', '<!doctype html><img src=x>', 'a web page; send'],
    ['PDF', '%PDF-1.7\n%\xe2\xe3', 'a PDF; send'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0', 'a HEIC photo; send'],
    ['AVIF', '\0\0\0\x18ftypavif\0\0\0\0', 'an AVIF image; send'],
    ['MP4', '\0\0\0\x18ftypisom\0\0\0\0', 'a video; send'],
    ['base64', '/9j/4AAQSkZJRgABAQ', 'base64 text; decode it'],
    ['a data URL', 'data:image/png;base64,iVBO', 'base64 text; decode it'],
    ['multipart', '--x1\r\nContent-Disposition: form-data', 'a multipart form; send the bytes'],
  ])('%s', async (_, text, expected) => {
    const answer = await refusal(Buffer.from(text, 'latin1'))
    expect(answer).toContain(`IMAGE_UNSUPPORTED: This looks like ${expected}`)
  })

  test.each(['gif', 'tiff', 'avif'] as const)('%s', async (format) => {
    const bytes = await plain(200, 200).toFormat(format).toBuffer()
    expect(await refusal(bytes)).toMatch(/^IMAGE_UNSUPPORTED: This looks like an? (GIF|TIFF|AVIF)/)
  })

  test('anything else', async () => {
    expect(await refusal(Buffer.from([0, 1, 2, 3, 200]))).toMatch(
      /^IMAGE_UNSUPPORTED: This is not a/,
    )
  })

  test('a format inside that is not the format outside is not decoded', async () => {
    const gif = await plain(200, 200).gif().toBuffer()
    const lie = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), gif])
    expect(await refusal(lie)).toMatch(/^IMAGE_DAMAGED/)
  })
})

describe('limits', () => {
  test('no bytes', async () => {
    expect(await refusal(Buffer.alloc(0))).toMatch(/^UPLOAD_EMPTY/)
  })
  test('11 MB', async () => {
    const bytes = Buffer.concat([await photo(300, 300), Buffer.alloc(11_000_000)])
    expect(await refusal(bytes)).toMatch(/^UPLOAD_TOO_LARGE: .*10 MB/)
  })
  test('30 million pixels', async () => {
    const bytes = await plain(6000, 5000).jpeg().toBuffer()
    expect(await refusal(bytes)).toMatch(/^IMAGE_TOO_MANY_PIXELS: The image has 6000 x 5000/)
  })
  test('24 million pixels pass', async () => {
    const bytes = await plain(6000, 4000).jpeg().toBuffer()
    expect(await refusal(bytes)).toBe('accepted')
  })
  test('few pixels, but a side of a million', async () => {
    expect(await refusal(handmadePng(1_048_608, 32))).toMatch(/^IMAGE_TOO_MANY_PIXELS/)
  })
  test('a side of 159 pixels', async () => {
    const bytes = await photo(159, 400)
    expect(await refusal(bytes)).toMatch(/^IMAGE_TOO_SMALL: The image has 159 x 400 pixels/)
  })
  test('more than one picture', async () => {
    const frames = [
      await plain(200, 200, 'red').png().toBuffer(),
      await plain(200, 200).png().toBuffer(),
    ]
    const bytes = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer()
    expect(await refusal(bytes)).toMatch(/^IMAGE_UNSUPPORTED: The image is animated \(2 pictures\)/)
  })
})

describe('damage', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('half a %s', async (format) => {
    const bytes = await sharp(await photo(800, 600))
      .toFormat(format)
      .toBuffer()
    expect(await refusal(bytes.subarray(0, bytes.length / 2))).toMatch(/^IMAGE_DAMAGED/)
  })

  test('a header alone', async () => {
    expect(await refusal(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toMatch(/^IMAGE_DAMAGED/)
  })

  test.each(['zTXt', 'iCCP'])(
    '300 MB of zeros compressed into a %s chunk cost nothing',
    async (type) => {
      const { deflateSync } = await import('node:zlib')
      const bomb = Buffer.concat([Buffer.from('c\0\0'), deflateSync(Buffer.alloc(300_000_000))])
      const startedAt = Date.now()
      await refusal(handmadePng(200, 200, [pngChunk(type, bomb)]))
      expect(Date.now() - startedAt).toBeLessThan(5000)
    },
  )
})

describe('decode', () => {
  test('refuses what normalize did not make', async () => {
    const webp = await plain(200, 200).webp().toBuffer()
    await expect(images.decode(webp)).rejects.toMatchObject({ code: 'IMAGE_UNSUPPORTED' })
    await expect(images.decode(Buffer.from('<svg/>'))).rejects.toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
    })
  })
  test('says when the stored bytes are damaged', async () => {
    const bytes = (await photo(300, 300)).subarray(0, 700)
    await expect(images.decode(bytes)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
  })
})
