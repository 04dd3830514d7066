import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Face, Images } from '../deps'
import { AppError } from '../errors'
import type { RgbImage } from '../vision/geometry'
import { CliError } from './cli-error'

/** Faces match when strangers would with at most this share. */
export const TARGET_FALSE_MATCH_RATE = 1e-4

/** From this probability of the liveness model on, a face is taken for live. */
export const LIVENESS_THRESHOLD = 0.5

/** @throws CliError when there is no such file, or nothing in it */
export function assertFile(file: string): void {
  if (!existsSync(file)) throw new CliError(`${file}: no such file.`)
  if (!statSync(file).isFile()) throw new CliError(`${file}: not a file.`)
  if (statSync(file).size === 0) throw new CliError(`${file}: the file is empty.`)
}

/**
 * The pixels of a picture, as the server would see them. Pictures too small for the server (benchmarks have some) are
 * decoded as they are, JPEG and PNG only.
 * @throws CliError beginning with `name` when the picture cannot be read
 */
export async function readPicture(images: Images, file: string, name = file): Promise<RgbImage> {
  const bytes = readFileSync(file)
  try {
    const normal = await images.normalize(bytes).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'IMAGE_TOO_SMALL') return { bytes }
      throw error
    })
    return await images.decode(normal.bytes)
  } catch (error) {
    if (error instanceof AppError) throw new CliError(`${name}: ${error.message}`)
    throw error
  }
}

/** Processor time of this process since `start` (from `process.cpuUsage()`), in milliseconds. */
export function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** A face for JSON: its box in whole pixels, the detector's score, and the five landmarks to a tenth of a pixel. */
export function faceJson({ box, score, landmarks }: Face) {
  return {
    box: {
      x: Math.round(box.x),
      y: Math.round(box.y),
      width: Math.round(box.width),
      height: Math.round(box.height),
    },
    score,
    landmarks: landmarks.map(({ x, y }) => ({ x: tenths(x), y: tenths(y) })),
  }
}

function tenths(value: number): number {
  return Math.round(10 * value) / 10
}
