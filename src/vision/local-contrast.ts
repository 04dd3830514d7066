import type { GreyImage } from './luminance'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { max, min, sqrt } = Math

/** Grey levels below which a neighbourhood's deviation is noise, and is not blown up. */
const NOISE_LEVELS = 4

/** Radius in pixels of the neighbourhood that a pixel is compared with. */
const NEIGHBOURHOOD = 13

/**
 * The picture without its light: every pixel less the mean of its neighbourhood, over the deviation there; about -2..2.
 * First smoothed by two boxes of `radius` pixels (deviation about `radius` for 1 and 2).
 */
export function localContrast(image: GreyImage, radius: number): GreyImage {
  const smooth = boxBlur(boxBlur(image, radius), radius)
  const mean = boxBlur(smooth, NEIGHBOURHOOD)
  const difference = {
    ...smooth,
    data: smooth.data.map((value, at) => value - (mean.data[at] ?? 0)),
  }
  const squares = { ...smooth, data: difference.data.map((value) => value * value) }
  const variance = boxBlur(squares, NEIGHBOURHOOD)
  const data = difference.data.map(
    (value, at) => value / (sqrt(variance.data[at] ?? 0) + NOISE_LEVELS),
  )
  return { ...smooth, data }
}

/** Every pixel as the mean of the square of 2 `radius` + 1 pixels around it, as far as it lies in the picture. */
function boxBlur(image: GreyImage, radius: number): GreyImage {
  const { width, height, data } = image
  const across = new Float32Array(data.length)
  const down = new Float32Array(data.length)
  for (let row = 0; row < height; row++) blurLine(data, across, row * width, 1, width, radius)
  for (let column = 0; column < width; column++)
    blurLine(across, down, column, width, height, radius)
  return { width, height, data: down }
}

/** A running mean along one line of `count` pixels that are `step` apart. */
function blurLine(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
): void {
  let sum = 0
  for (let at = 0; at < min(count, radius); at++) sum += from[start + at * step] ?? 0
  for (let at = 0; at < count; at++) {
    if (at + radius < count) sum += from[start + (at + radius) * step] ?? 0
    if (at - radius > 0) sum -= from[start + (at - radius - 1) * step] ?? 0
    const seen = min(count - 1, at + radius) - max(0, at - radius) + 1
    to[start + at * step] = sum / seen
  }
}
