import sharp from 'sharp'
import type { Random } from '../../src/specimens/random'
import type { RgbImage } from '../../src/vision/geometry'
import * as patterns from './patterns'
import { chanceBytes, otherFormat } from './spoilt-files'

type Pattern = (random: Random) => RgbImage | Promise<RgbImage>

/** A pattern as a file of a chance format. */
export async function patternFile(random: Random, pattern: Pattern): Promise<Buffer> {
  const { data, width, height } = await pattern(random)
  return anyFormat(random, sharp(data, { raw: { width, height, channels: 3 } }))
}

export const PATTERNS = patterns

/** A good picture in an unusual coding: colours, depth, transparency, layers, interlacing. */
export function unusualCoding(random: Random, document: Buffer): Promise<Buffer> {
  const picture = () => sharp(document).resize({ width: random.whole(400, 1000) })
  const makers = [
    () => picture().toColourspace('cmyk').jpeg(),
    () => picture().greyscale().jpeg(),
    () => picture().jpeg({ progressive: true, quality: 5 }),
    () => picture().jpeg({ chromaSubsampling: '4:4:4', quality: 100 }),
    () => picture().toColourspace('rgb16').png(),
    () => picture().greyscale().toColourspace('grey16').png(),
    () => picture().threshold(128).png({ palette: true, colours: 2 }),
    () => picture().png({ progressive: true }),
    () => picture().ensureAlpha(random.between(0, 1)).png(),
    () => picture().ensureAlpha(0).webp(),
    () => picture().webp({ lossless: true }),
    () => picture().webp({ quality: 1 }),
  ]
  return random
    .pick(makers, () => picture().jpeg())()
    .toBuffer()
}

/** A photo with one of the eight orientations, and other metadata that is nonsense. */
export async function oddMetadata(random: Random, document: Buffer): Promise<Buffer> {
  const junk = chanceBytes(random, random.whole(1, 60_000))
  const good = await sharp(document)
    .resize({ width: 800 })
    .withMetadata({ orientation: random.whole(1, 8), density: random.pick([1, 72, 9999], 72) })
    .jpeg()
    .toBuffer()
  return Buffer.concat([good.subarray(0, 2), jpegSegment(random, junk), good.subarray(2)])
}

/** An APP0..APP15 or comment segment, as an ICC profile, EXIF or XMP by its name. */
function jpegSegment(random: Random, content: Buffer): Buffer {
  const kinds: [number, string][] = [
    [0xe2, 'ICC_PROFILE\0\x01\x01'],
    [0xe1, 'Exif\0\0'],
    [0xe1, 'http://ns.adobe.com/xap/1.0/\0'],
    [0xed, 'Photoshop 3.0\0'],
    [0xee, 'Adobe'],
    [0xfe, ''],
  ]
  const [marker, name] = random.pick(kinds, [0xfe, ''])
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

/** A good photo with another file behind it. */
export async function photoAndMore(random: Random, document: Buffer): Promise<Buffer> {
  const photo = await sharp(document).resize({ width: 500 }).jpeg().toBuffer()
  return Buffer.concat([photo, otherFormat(random)])
}

/** A document turned, sheared, cut, covered, inverted or with its colours gone. */
export async function oddDocument(random: Random, document: Buffer): Promise<Buffer> {
  const picture = sharp(document)
  const background = { r: 90, g: 80, b: 60 }
  const shear = () => random.between(-0.6, 0.6)
  const changes = [
    () => picture.rotate(random.whole(0, 359), { background }),
    () => picture.affine([1, shear(), shear(), 1], { background }),
    () =>
      picture.extract({
        left: random.whole(0, 700),
        top: random.whole(0, 500),
        width: random.whole(160, 900),
        height: random.whole(160, 700),
      }),
    () => picture.negate(),
    () => picture.blur(random.between(1, 20)),
    () => picture.resize(random.whole(160, 400), random.whole(160, 3000), { fit: 'fill' }),
    () => picture.flop(),
    () => picture.modulate({ brightness: random.pick([0.1, 4], 0.1) }),
    () =>
      picture.resize(300, 220).extend({
        top: 600,
        bottom: 900,
        left: 900,
        right: 200,
        background: random.pick(['#fff', '#000'], '#fff'),
        extendWith: random.pick(['background', 'mirror', 'repeat'] as const, 'mirror'),
      }),
  ]
  return anyFormat(random, random.pick(changes, () => picture)())
}

/** Sides at the border of what is accepted; mostly refused by their size. */
export function oddSize(random: Random): Promise<Buffer> {
  const sides: [number, number][] = [
    [1, 1],
    [1, 5000],
    [5000, 1],
    [159, 2000],
    [2000, 159],
    [159, 159],
    [10_001, 170],
    [170, 10_001],
    [6000, 4200],
    [16_000, 1],
  ]
  const [width, height] = random.pick(sides, [1, 1])
  const background = { r: random.whole(0, 255), g: 200, b: 100 }
  const create = { width, height, channels: 3 as const, background }
  return anyFormat(random, sharp({ create, limitInputPixels: false }))
}

/** An animated WebP of two to nine pictures. */
export function animation(random: Random): Promise<Buffer> {
  const [width, pageHeight, pages] = [200, 180, random.whole(2, 9)]
  const height = pageHeight * pages
  const data = Buffer.alloc(width * height * 3)
  for (let i = 0; i < data.length; i += 977) data[i] = random.whole(0, 255)
  return sharp(data, { raw: { width, height, channels: 3, pageHeight } })
    .webp({ loop: 0 })
    .toBuffer()
}

/** As JPEG, PNG or WebP; WebP holds sides up to 16 383. */
function anyFormat(random: Random, picture: sharp.Sharp): Promise<Buffer> {
  const quality = random.pick([10, 80, 98], 80)
  const formats = [
    () => picture.jpeg({ quality, progressive: random.whole(0, 1) === 1 }),
    () => picture.png({ compressionLevel: 3 }),
    () => picture.webp({ quality, effort: 1 }),
  ]
  return random
    .pick(formats, () => picture.jpeg())()
    .toBuffer()
}
