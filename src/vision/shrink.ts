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
    const start = 3 * ((region.y + row * factor) * image.width + region.x)
    const target = data.subarray(3 * row * width, 3 * (row + 1) * width)
    if (factor === 2) halveLines(image.data, start, start + 3 * image.width, target)
    else averageLines(image, start, factor, sums, target)
  }
  return { width, height, data }
}

/**
 * The whole image `factor` times smaller, and that halved: the bits of two calls, without the image between them, which is
 * large.
 */
export function shrinkAndHalve(image: RgbImage, factor: number): RgbImage {
  const width = floor(floor(image.width / factor) / 2)
  const height = floor(floor(image.height / factor) / 2)
  const data = new Uint8Array(3 * width * height)
  for (let row = 0; row < height; row++) {
    const strip = { x: 0, y: 2 * factor * row, width: image.width, height: 2 * factor }
    const lines = shrink(image, strip, factor)
    const target = data.subarray(3 * row * width, 3 * (row + 1) * width)
    halveLines(lines.data, 0, 3 * lines.width, target)
  }
  return { width, height, data }
}

/** The case that nearly all images are, several times as fast: with four pixels to a block the mean is a shift. */
function halveLines(source: Uint8Array, start: number, below: number, target: Uint8Array): void {
  const blocks = target.length
  for (let at = 0, upper = start, lower = below; at < blocks; at += 3, upper += 6, lower += 6) {
    target[at] = (ofTwo(source, upper) + ofTwo(source, lower) + 2) >> 2
    target[at + 1] = (ofTwo(source, upper + 1) + ofTwo(source, lower + 1) + 2) >> 2
    target[at + 2] = (ofTwo(source, upper + 2) + ofTwo(source, lower + 2) + 2) >> 2
  }
}

/** The sum of one channel of two neighbouring pixels. */
function ofTwo(source: Uint8Array, at: number): number {
  return (source[at] ?? 0) + (source[at + 3] ?? 0)
}

function averageLines(
  image: RgbImage,
  start: number,
  factor: number,
  sums: Uint32Array,
  target: Uint8Array,
): void {
  sums.fill(0)
  for (let line = 0; line < factor; line++)
    addLine(image.data, start + 3 * line * image.width, sums, factor)
  writeMeans(sums, factor * factor, target)
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

function writeMeans(sums: Uint32Array, count: number, target: Uint8Array): void {
  const half = count / 2
  for (let at = 0; at < sums.length; at++) target[at] = floor(((sums[at] ?? 0) + half) / count)
}
