/**
 * The process that decodes images from outside (DESIGN §5). It has no secrets, a memory limit and one image at
 * a time; whoever breaks the decoder breaks this process and nothing else. Started by image-guard.ts.
 */
import sharp from 'sharp'
import type { GuardedImage, GuardRefusal, GuardReply, GuardRequest } from './image-guard-limits'
import { IMAGE_LIMITS } from './image-guard-limits'

const { maxPixels, maxSidePx, minSidePx } = IMAGE_LIMITS

const DAMAGED: GuardRefusal = {
  code: 'IMAGE_DAMAGED',
  message: 'The image is damaged or cut short; take the photo again and send the whole file.',
}

/** Real phones write JPEGs that make libjpeg warn; only errors and a missing end count as damage. */
const FAIL_ON = 'error'

/** Optimised Huffman tables would keep the whole picture in memory (12 MP: 218 instead of 75 MB, twice the time) to save a tenth of the size. */
const JPEG = { quality: 95, chromaSubsampling: '4:4:4', optimizeCoding: false }

sharp.concurrency(1)
sharp.cache(false)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})

process.on('message', (request: GuardRequest) => {
  answer(request).then((reply) => process.send?.(reply), die)
})
process.on('disconnect', die) // the parent is gone
process.send?.('ready')

/** SIGKILL, because an ordinary exit would first wait for the decoder's thread. */
function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

async function answer({ bytes }: GuardRequest): Promise<GuardReply> {
  try {
    const refusal = await inspect(bytes)
    return refusal ? { refusal } : { image: await reencode(bytes) }
  } catch {
    return { refusal: DAMAGED } // libvips names no cause that a sender could act on
  }
}

/** Reads the header only; null when the image may be decoded. */
async function inspect(bytes: Uint8Array): Promise<GuardRefusal | null> {
  const { width, height, pages } = await sharp(bytes, { limitInputPixels: false }).metadata()
  const size = `${width} x ${height} pixels`
  if (width * height > maxPixels || Math.max(width, height) > maxSidePx) {
    const limit = `${maxPixels / 1e6} million pixels and ${maxSidePx} pixels a side`
    const message = `The image has ${size}; at most ${limit} are accepted. Send it smaller.`
    return { code: 'IMAGE_TOO_MANY_PIXELS', message }
  }
  if (Math.min(width, height) < minSidePx) {
    const message = `The image has ${size}; each side needs ${minSidePx} or more. Send the original photo.`
    return { code: 'IMAGE_TOO_SMALL', message }
  }
  if ((pages ?? 1) > 1) {
    const message = `The image is animated (${pages} pictures); send one still JPEG, PNG or WebP photo.`
    return { code: 'IMAGE_UNSUPPORTED', message }
  }
  return null
}

async function reencode(bytes: Uint8Array): Promise<GuardedImage> {
  const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: FAIL_ON })
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .jpeg(JPEG)
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, width: info.width, height: info.height }
}
