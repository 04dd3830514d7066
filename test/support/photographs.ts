import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { RgbImage } from '../../src/vision/geometry'

/** Six photographs of groups (MIT): @vladmandic/face-api, a development dependency. */
const FOLDER = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo')

export function photograph(sample: 1 | 2 | 3 | 4 | 5 | 6): Promise<RgbImage> {
  return pixelsOf(sharp(join(FOLDER, `sample${sample}.jpg`)))
}

export async function pixelsOf(source: sharp.Sharp): Promise<RgbImage> {
  const { data, info } = await source
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

/** The image for sharp to work on. */
export function asSharp({ width, height, data }: RgbImage): sharp.Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** Every value of the image after a change that may depend on its place; cut to 0..255 and rounded. */
export function mapPixels(
  image: RgbImage,
  change: (value: number, x: number, y: number) => number,
): RgbImage {
  const { width, height, data } = image
  const changed = new Uint8ClampedArray(data.length)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++, at++) changed[at] = change(data[at] ?? 0, x, y)
  return { width, height, data: new Uint8Array(changed.buffer) }
}
