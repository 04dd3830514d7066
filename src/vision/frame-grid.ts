import type { RgbImage } from './geometry'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { abs, floor } = Math

const COLUMNS = 48
const ROWS = 36

/**
 * Luminance 0..255 of 48 x 36 single pixels, evenly over the image, row by row: two frames of one camera differ by
 * noise.
 */
export function gridOf({ data, width, height }: RgbImage): Uint8Array {
  const grid = new Uint8Array(COLUMNS * ROWS)
  for (let at = 0; at < grid.length; at++) {
    const x = floor((((at % COLUMNS) + 0.5) * width) / COLUMNS)
    const y = floor(((floor(at / COLUMNS) + 0.5) * height) / ROWS)
    const from = 3 * (y * width + x)
    grid[at] =
      0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0)
  }
  return grid
}

/** The mean difference of two grids, in grey levels. */
export function gridDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += abs((a[at] ?? 0) - (b[at] ?? 0))
  return sum / a.length
}
