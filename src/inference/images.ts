import sharp from 'sharp'
import type { Images } from '../deps'
import { AppError } from '../errors'
import type { RgbImage } from '../vision/geometry'
import { createImageGuard, type GuardOptions } from './image-guard'
import { IMAGE_LIMITS } from './image-guard-limits'
import { sniffImage } from './image-guard-sniff'

const CHANNELS = 3
const DEFAULT_QUALITY = 92

/**
 * The image decoder and its guard, as `Images` in deps.ts describes them. The child process of `normalize` is
 * started at its first call; `decode` and `encode` run in this process.
 */
export function createImages(options: GuardOptions = {}): Images {
  const guard = createImageGuard(options)
  return { normalize: guard.normalize, decode, encode, close: guard.close }
}

/**
 * Pixels of a JPEG or PNG of our own making, as 8-bit sRGB.
 * @throws AppError IMAGE_UNSUPPORTED for any other format, IMAGE_DAMAGED when the bytes do not decode
 */
async function decode(bytes: Uint8Array): Promise<RgbImage> {
  assertOurs(bytes)
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: IMAGE_LIMITS.maxPixels })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data }
  } catch (cause) {
    const message = 'The stored image is damaged; upload the photo again.'
    throw new AppError('IMAGE_DAMAGED', message, null, { cause })
  }
}

/** Outside the guard no other decoder may run: ours write nothing but these. */
function assertOurs(bytes: Uint8Array): void {
  const sniffed = sniffImage(bytes)
  if (sniffed && 'photo' in sniffed && sniffed.photo !== 'webp') return
  throw new AppError('IMAGE_UNSUPPORTED', 'This image was not normalised; upload the photo again.')
}

async function encode(image: RgbImage, quality = DEFAULT_QUALITY): Promise<Uint8Array> {
  const { width, height, data } = image
  return sharp(data, { raw: { width, height, channels: CHANNELS } })
    .jpeg({ quality, chromaSubsampling: '4:4:4', optimizeCoding: false })
    .toBuffer()
}
