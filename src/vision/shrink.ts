import type { Box, RgbImage } from './geometry'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { floor } = Math

/**
 * The region of an image, `factor` times smaller: every pixel is the rounded mean of a block of `factor` x `factor`.
 * The region lies inside the image, in whole pixels; what does not fill a block at its right and bottom is left out.
 */
export function shrink(image: RgbImage, region: Box, factor: number): RgbImage {
  const width = Math.floor(region.width / factor)
  const height = Math.floor(region.height / factor)
  const data = new Uint8Array(3 * width * height)
  const sums = new Uint32Array(3 * width)
  for (let row = 0; row < height; row++) {
    sums.fill(0)
    for (let line = 0; line < factor; line++) {
      const start = 3 * ((region.y + row * factor + line) * image.width + region.x)
      addLine(image.data, start, sums, factor)
    }
    writeMeans(sums, factor * factor, data, 3 * row * width)
  }
  return { width, height, data }
}

function addLine(source: Uint8Array, start: number, sums: Uint32Array, factor: number): void {
  let from = start
  for (let at = 0; at < sums.length; at += 3) {
    let red = 0
    let green = 0
    let blue = 0
    for (let step = 0; step < factor; step++, from += 3) {
      red += source[from] ?? 0
      green += source[from + 1] ?? 0
      blue += source[from + 2] ?? 0
    }
    sums[at] = (sums[at] ?? 0) + red
    sums[at + 1] = (sums[at + 1] ?? 0) + green
    sums[at + 2] = (sums[at + 2] ?? 0) + blue
  }
}

function writeMeans(sums: Uint32Array, count: number, target: Uint8Array, start: number): void {
  const half = count / 2
  for (let at = 0; at < sums.length; at++)
    target[start + at] = floor(((sums[at] ?? 0) + half) / count)
}
