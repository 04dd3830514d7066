import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import sharp from 'sharp'
import { writeBarcode } from 'zxing-wasm/writer'
import { createBarcodeReader } from '../../src/inference/barcodes'
import { inventLicence } from '../../src/specimens/aamva-person'
import { type LicenceTruth, renderLicence } from '../../src/specimens/aamva-specimen'
import { createRandom } from '../../src/specimens/random'
import type { Degradation } from '../../src/specimens/render-specimen'
import type { RgbImage } from '../../src/vision/geometry'

const TODAY = '2026-11-24'
/** No test depends on how long anything takes: the clock stands still. */
const reader = createBarcodeReader({ now: () => new Date(`${TODAY}T12:00:00Z`) })

function licence(seed: number, degrade: Degradation, side: 'front' | 'back' = 'back') {
  const invented = inventLicence(createRandom(seed), TODAY)
  return renderLicence({ licence: invented, side, portrait: null, seed, degrade })
}

async function pixels(source: sharp.Sharp): Promise<RgbImage> {
  const { data, info } = await source
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

let phone: { image: Buffer; truth: LicenceTruth }
beforeAll(async () => {
  phone = await licence(2, 'phone')
})

describe('the barcode of a licence', () => {
  test('is read from a photo of the card askew, with its fields and its place', async () => {
    const { image, truth } = phone
    const [reading, ...others] = await reader.readBarcodes(await pixels(sharp(image)))
    expect(others).toEqual([])
    expect(reading).toMatchObject({ symbology: 'PDF_417', text: truth.barcodeText })
    const fields = reading?.fields ?? []
    expect(fields.map(({ name }) => name)).toContain('BIRTH_DATE')
    for (const field of fields)
      expect(field).toMatchObject({ source: 'BARCODE', uncertain: false, box: reading?.box })
    for (const [i, { x, y }] of (reading?.box ?? []).entries()) {
      const corner = truth.barcodeBox?.[i] ?? { x: 0, y: 0 }
      expect(Math.hypot(x - corner.x, y - corner.y)).toBeLessThan(20)
    }
  })

  test('is read through glare, blur and noise', async () => {
    const { image, truth } = await licence(57, 'hard')
    const readings = await reader.readBarcodes(await pixels(sharp(image)))
    expect(readings.map(({ text }) => text)).toEqual([truth.barcodeText])
  })

  test.each([90, 180, 240])('is read when the photo is turned by %d degrees', async (degrees) => {
    const turned = sharp(phone.image).rotate(degrees, { background: '#876' })
    const readings = await reader.readBarcodes(await pixels(turned))
    expect(readings.map(({ text }) => text)).toEqual([phone.truth.barcodeText])
  })

  test('is not looked for further once the attempts are used up', async () => {
    const hurried = createBarcodeReader({ mostAttempts: 0 })
    expect(await hurried.readBarcodes(await pixels(sharp(phone.image)))).toEqual([])
  })

  test('is not on its front', async () => {
    const { image } = await licence(10, 'light', 'front')
    expect(await reader.readBarcodes(await pixels(sharp(image)))).toEqual([])
  })
})

test.each([
  ['QRCode', 'QR_CODE'],
  ['DataMatrix', 'DATA_MATRIX'],
  ['AztecCode', 'AZTEC'],
] as const)('a %s is read beside others of its kind, each once', async (format, symbology) => {
  const draw = async (text: string) => {
    const { image } = await writeBarcode(text, { format, scale: 6 })
    return Buffer.from((await image?.arrayBuffer()) ?? new ArrayBuffer(0))
  }
  const [first, second] = [await draw('https://example.org/1'), await draw('two')]
  const page = sharp({ create: { width: 900, height: 500, channels: 3, background: '#fff' } })
  const image = await pixels(
    sharp(
      await page
        .composite([
          { input: first, left: 40, top: 60 },
          { input: second, left: 500, top: 200 },
          { input: second, left: 500, top: 20 },
        ])
        .png()
        .toBuffer(),
    ),
  )
  const readings = await reader.readBarcodes(image)
  expect(readings.map(({ text }) => text).sort()).toEqual(['https://example.org/1', 'two'])
  for (const reading of readings) expect(reading).toMatchObject({ symbology, fields: [] })
})

test('an image of any size and content, or that is none, has no barcode and does no harm', async () => {
  const images = fc
    .record({
      width: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.constant(4000)),
      height: fc.integer({ min: 0, max: 60 }),
      missing: fc.constantFrom(0, 0, 0, 1),
      seed: fc.integer(),
    })
    .map(({ width, height, missing, seed }) => {
      const data = new Uint8Array(Math.max(0, width * height * 3 - missing))
      for (let i = 0; i < data.length; i++) data[i] = (i * 7919 + i * i * seed) >> 5
      return { width, height, data }
    })
  await fc.assert(
    fc.asyncProperty(images, async (image) => {
      expect(await reader.readBarcodes(image)).toEqual([])
    }),
    { numRuns: 60 },
  )
})
