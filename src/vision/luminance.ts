import type { Box, RgbImage } from './geometry'
import type { FloatImage } from './tensor'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { max, min } = Math

/** An image of one channel, values 0..255, row by row: `data.length === width * height`. */
export type GreyImage = { width: number; height: number; data: Float32Array }

/** The whole pixels of an image inside a box that may leave it; without any, width or height is 0. */
export function withinImage(image: { width: number; height: number }, box: Box): Box {
  const x = Math.min(image.width, Math.max(0, Math.floor(box.x)))
  const y = Math.min(image.height, Math.max(0, Math.floor(box.y)))
  const right = Math.min(image.width, Math.max(x, Math.ceil(box.x + box.width)))
  const bottom = Math.min(image.height, Math.max(y, Math.ceil(box.y + box.height)))
  return { x, y, width: right - x, height: bottom - y }
}

/** The luminance (BT.601) of the pixels in a box of whole pixels that lies inside the image. */
export function luminance(image: RgbImage | FloatImage, box: Box): GreyImage {
  const grey = new Float32Array(box.width * box.height)
  const { data } = image
  for (let row = 0, at = 0; row < box.height; row++) {
    let from = 3 * ((box.y + row) * image.width + box.x)
    for (let column = 0; column < box.width; column++, at++, from += 3)
      grey[at] =
        0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0)
  }
  return { width: box.width, height: box.height, data: grey }
}

/** How many pixels have each grey level 0..255. */
export function histogramOf(values: Iterable<number>): Uint32Array {
  const counts = new Uint32Array(256)
  for (const value of values) {
    const level = max(0, min(255, value | 0))
    counts[level] = (counts[level] ?? 0) + 1
  }
  return counts
}

/** The grey level below or at which the share (0..1) of the pixels lies; NaN without pixels. */
export function percentile(histogram: Uint32Array, share: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  if (total === 0) return Number.NaN
  let seen = 0
  for (let level = 0; level < 256; level++) {
    seen += histogram[level] ?? 0
    if (seen >= share * total) return level
  }
  return 255
}

/** The middle of the values, or their mean where there are two; NaN without any. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper
}
