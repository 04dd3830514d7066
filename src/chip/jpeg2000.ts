import { Worker } from 'node:worker_threads'
import { AppError } from '../errors'
import { compiledScript } from '../package-root'
import type { RgbImage } from '../vision/geometry'
import { jpeg2000Size } from './jpeg2000-size'

/** What the decoder's thread answers, once: pixels, or null when the image is damaged. */
export type Jpeg2000Reply = RgbImage | null

/** Portraits take 0.1 to 0.5 s; a hostile file can ask for hours. */
const TIME_LIMIT_MS = 10_000

/**
 * Pixels of a JPEG 2000 image, file (JP2) or bare codestream, grey or RGB of 8 bits. The decoder, OpenJPEG compiled to
 * WebAssembly, runs in a thread of its own that ends with the image, or at the time limit.
 * @throws AppError IMAGE_UNSUPPORTED, IMAGE_TOO_MANY_PIXELS (see `jpeg2000Size`), or IMAGE_DAMAGED when the bytes do
 * not decode in time
 */
export async function decodeJpeg2000(
  bytes: Uint8Array,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<RgbImage> {
  const size = jpeg2000Size(bytes)
  const reply = await ask(bytes, timeLimitMs)
  if (reply !== null && reply.width === size.width && reply.height === size.height) return reply
  throw new AppError(
    'IMAGE_DAMAGED',
    'The portrait on the chip is damaged (JPEG 2000); read the chip again.',
    'dg2',
  )
}

function ask(bytes: Uint8Array, timeLimitMs: number): Promise<Jpeg2000Reply> {
  const worker = new Worker(compiledScript('chip/jpeg2000-worker.js'), {
    workerData: Uint8Array.from(bytes), // its own bytes: a clone takes the whole buffer along
    env: {},
    stdout: true, // the decoder talks there
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })
  return new Promise((settle, reject) => {
    let reply: Jpeg2000Reply = null
    const timer = setTimeout(() => void worker.terminate(), timeLimitMs)
    worker.once('message', (message: Jpeg2000Reply) => {
      reply = message
    })
    worker.once('error', (error: Error & { code?: string }) => {
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') reject(error)
    })
    worker.once('exit', () => {
      clearTimeout(timer)
      settle(reply)
    })
  })
}
