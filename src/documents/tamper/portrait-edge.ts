import type { Box, Quad, RgbImage } from '../../vision/geometry'
import { type GreyImage, luminance, withinImage } from '../../vision/luminance'
import { quadOfBox } from '../../vision/quads'
import { boundingBox } from '../../vision/transform'
import { type TamperSignal, tamperSignal } from './tamper-signal'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { abs } = Math

/**
 * PORTRAIT_EDGE: a portrait put in afterwards has another grain than the page around it. The value is by how many
 * doublings (octaves) the grain of the calmest tenth of both differs; grain is the mean second difference.
 */
export function portraitEdge(image: RgbImage, portrait: Quad, page: Quad): TamperSignal {
  const inner = withinImage(image, boundingBox(portrait))
  const inside = grainOf(image, [inner])
  const outside = grainOf(image, around(withinImage(image, boundingBox(page)), inner))
  if (inside === null || outside === null)
    return tamperSignal('PORTRAIT_EDGE', null, 'The portrait is too small in the image.')
  const value = Math.abs(Math.log2((inside + FLOOR) / (outside + FLOOR)))
  const detail = `grain ${inside.toFixed(2)} in the portrait, ${outside.toFixed(2)} around it`
  return tamperSignal('PORTRAIT_EDGE', value, detail, quadOfBox(inner))
}

/** Grain below this, in grey levels, is the rounding of the pixels. */
const FLOOR = 0.25
const BLOCK_PX = 12
const CALM_SHARE = 0.1
const LEAST_BLOCKS = 20

/** The page's parts left of, right of, above and below a box in it. */
function around(page: Box, { x, y, width, height }: Box): Box[] {
  const right = x + width
  const bottom = y + height
  return [
    { ...page, height: Math.max(0, y - page.y) },
    { ...page, y: bottom, height: Math.max(0, page.y + page.height - bottom) },
    { x: page.x, y, width: Math.max(0, x - page.x), height },
    { x: right, y, width: Math.max(0, page.x + page.width - right), height },
  ]
}

/** The grain that a tenth of the blocks stays below: there is nothing to see there but grain. Null with few blocks. */
function grainOf(image: RgbImage, boxes: Box[]): number | null {
  const grains = boxes.flatMap((box) =>
    blocksOf(box).map((block) => grain(luminance(image, block))),
  )
  if (grains.length < LEAST_BLOCKS) return null
  grains.sort((a, b) => a - b)
  return grains[Math.floor(grains.length * CALM_SHARE)] ?? null
}

function blocksOf({ x, y, width, height }: Box): Box[] {
  const blocks: Box[] = []
  for (let top = y; top + BLOCK_PX <= y + height; top += BLOCK_PX)
    for (let left = x; left + BLOCK_PX <= x + width; left += BLOCK_PX)
      blocks.push({ x: left, y: top, width: BLOCK_PX, height: BLOCK_PX })
  return blocks
}

/** The mean length of the second difference along rows, which slopes of light do not move. */
function grain({ width, height, data }: GreyImage): number {
  let sum = 0
  for (let y = 0; y < height; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x
      sum += abs((data[at - 1] ?? 0) - 2 * (data[at] ?? 0) + (data[at + 1] ?? 0))
    }
  return sum / (height * (width - 2))
}
