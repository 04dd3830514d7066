import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import sharp from 'sharp'
import { packageRoot } from '../package-root'
import type { RgbImage } from '../vision/geometry'
import type { Random } from './random'

/** Renders SVG with the two fonts in `assets/fonts` and no others: OCRB and Liberation Sans. */
export async function renderSvg(svg: string): Promise<RgbImage> {
  const fonts = join(packageRoot(), 'assets', 'fonts')
  const fontFiles = [join(fonts, 'OCRB.otf'), join(fonts, 'LiberationSans-Regular.ttf')]
  const png = new Resvg(svg, { font: { fontFiles, loadSystemFonts: false } }).render().asPng()
  return decode(sharp(png).flatten({ background: '#fff' }))
}

/** A portrait as a data URI; encoded bytes may be JPEG or PNG. */
export async function portraitUri(portrait: RgbImage | Buffer): Promise<string> {
  const source = Buffer.isBuffer(portrait) ? sharp(portrait).rotate() : fromPixels(portrait)
  const jpeg = await source.jpeg({ quality: 95 }).toBuffer()
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`
}

/** The image made smaller to `width` pixels, its ratio kept. */
export async function shrink(image: RgbImage, width: number): Promise<RgbImage> {
  return decode(fromPixels(image).resize({ width, kernel: 'lanczos3' }))
}

/** What lens, sensor and file do to a picture: blur and noise as deviations in pixels and grey levels. */
export type Development = { blurPx: number; noise: number; quality: number }

/** The picture blurred, with noise, as JPEG. */
export async function develop(
  image: RgbImage,
  { blurPx, noise, quality }: Development,
  random: Random,
): Promise<Buffer> {
  const blurred = blurPx < 0.3 ? image : await decode(fromPixels(image).blur(blurPx))
  return fromPixels(noise > 0 ? addNoise(blurred, noise, random) : blurred)
    .jpeg({ quality })
    .toBuffer()
}

function addNoise(image: RgbImage, deviation: number, random: Random): RgbImage {
  const data = new Uint8ClampedArray(image.data)
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) + random.normal() * deviation
  return { ...image, data: new Uint8Array(data.buffer) }
}

function fromPixels({ width, height, data }: RgbImage) {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

async function decode(source: sharp.Sharp): Promise<RgbImage> {
  const { data, info } = await source
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
