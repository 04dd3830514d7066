import { expect, test } from '@jest/globals'
import { qualityOf } from '../../src/checks/check-quality'
import { createFaces } from '../../src/inference/faces'
import { crop } from '../../src/vision/crop'
import type { RgbImage } from '../../src/vision/geometry'
import type { DocumentOutline } from '../../src/vision/page-geometry'
import { quadOfBox } from '../../src/vision/quads'
import { asSharp, mapPixels, photograph, pixelsOf } from '../support/photographs'

const faces = createFaces()

/** What fails on the portrait, the image being nothing but the portrait. */
async function failing(image: RgbImage): Promise<string[]> {
  const [face = null] = await faces.find(image)
  const outline: DocumentOutline = {
    kind: 'FOUND',
    quad: quadOfBox({ x: 0, y: 0, width: image.width - 1, height: image.height - 1 }),
    quarterTurns: 0,
    size: 'ID_3',
    page: { width: 125, height: 88 },
    sides: ['EDGE', 'EDGE', 'EDGE', 'EDGE'],
  }
  const visual = { lines: [], fields: [] }
  const side = { captureId: 'cap_front', image, mrz: null, visual, barcodes: [], outline }
  return qualityOf(side, face)
    .filter(({ region, passes }) => region === 'PORTRAIT' && !passes)
    .map(({ name, message }) => `${name}: ${message.slice(0, 12)}`)
}

test('a sharp and well lit portrait passes; one that is blurred or dark says what to do', async () => {
  const portrait = crop(await photograph(3), { x: 980, y: 110, width: 400, height: 500 })
  expect(await failing(portrait)).toEqual([])
  expect(await failing(await pixelsOf(asSharp(portrait).blur(8)))).toEqual(['BLUR: The photo is'])
  const dark = mapPixels(portrait, (value) => 0.3 * value - 20)
  expect(await failing(dark)).toEqual(['TOO_DARK: The photo is'])
})
