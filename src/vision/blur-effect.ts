import type { GreyImage } from './luminance'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { abs, max, min } = Math

/**
 * How much fine detail a picture has: the share (0..1) of its variation between neighbours that blurring it over nine
 * pixels takes away; of four directions the least. A sharp picture loses most of it; one that is blurred already, by
 * focus or by movement in one direction, little. Contrast does not matter. 0 for a picture without any variation.
 * It is 1 less the blur of Crete, Dolmière, Ladret and Nicolas, "The blur effect: perception and estimation with a new
 * no-reference perceptual blur metric", SPIE 6492 (2007), who look across and down only, not along the diagonals.
 */
export function fineDetail(picture: GreyImage): number {
  return Math.min(...DIRECTIONS.map((direction) => lossAlong(picture, direction)))
}

/** A step from one pixel to the next. */
type Direction = { x: number; y: number }

const DIRECTIONS: readonly Direction[] = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: 1, y: 1 },
  { x: 1, y: -1 },
]

/** How far the blur reaches to each side: nine pixels in all. */
const REACH = 4

/** The share of the variation in one direction that the blur in this direction takes away. */
function lossAlong(picture: GreyImage, { x, y }: Direction): number {
  const { width, height, data } = picture
  const blurred = blurAlong(picture, { x, y })
  const step = x + y * width
  let variation = 0
  let loss = 0
  for (let row = max(0, y); row < height + min(0, y); row++)
    for (let column = x; column < width; column++) {
      const at = row * width + column
      const before = abs((data[at] ?? 0) - (data[at - step] ?? 0))
      const after = abs((blurred[at] ?? 0) - (blurred[at - step] ?? 0))
      variation += before
      loss += max(0, before - after)
    }
  return variation > 0 ? loss / variation : 0
}

function blurAlong({ width, height, data }: GreyImage, { x, y }: Direction): Float32Array {
  const blurred = new Float32Array(data.length)
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at++) {
      let sum = 0
      for (let reach = -REACH; reach <= REACH; reach++) {
        const nearColumn = min(width - 1, max(0, column + reach * x))
        const nearRow = min(height - 1, max(0, row + reach * y))
        sum += data[nearRow * width + nearColumn] ?? 0
      }
      blurred[at] = sum / (2 * REACH + 1)
    }
  return blurred
}
