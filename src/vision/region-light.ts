import { largestArea } from './connected'
import type { Quad, RgbImage } from './geometry'
import {
  type GreyImage,
  histogramOf,
  luminance,
  median,
  percentile,
  withinImage,
} from './luminance'
import { contains, sidesOf } from './quads'
import { type Print, printOf } from './sharpness'
import { shrink } from './shrink'
import { boundingBox } from './transform'

/**
 * The light on a part of an image: grey levels under which 5, 50 and 90 % of its pixels lie, and the share (0..1) of
 * it that the largest connected white patch covers. Null when no pixel of the part lies in the image.
 */
export type Light = { dark: number; middle: number; bright: number; whitePatch: number }

/** The light within a quad, on the image made smaller until the quad is at most about 400 pixels long. */
export function lightOn(image: RgbImage, quad: Quad): Light | null {
  const box = withinImage(image, boundingBox(quad))
  const factor = Math.max(1, Math.floor(Math.max(box.width, box.height) / LONGEST_SIDE_PX))
  const width = Math.floor(box.width / factor)
  const height = Math.floor(box.height / factor)
  if (width < 1 || height < 1) return null
  const small = shrink(image, box, factor)
  const grey = luminance(small, { x: 0, y: 0, width, height })
  const within = maskOf(grey, quad, (x, y) => ({ x: box.x + x * factor, y: box.y + y * factor }))
  const values = grey.data.filter((_, at) => within[at] === 1)
  if (values.length === 0) return null
  const histogram = histogramOf(values)
  const white = within.map((inside, at) => (inside === 1 && (grey.data[at] ?? 0) >= WHITE ? 1 : 0))
  return {
    dark: percentile(histogram, 0.05),
    middle: percentile(histogram, 0.5),
    bright: percentile(histogram, 0.9),
    whitePatch: largestArea({ width, height, data: white }) / values.length,
  }
}

/** Print as in `Print`, and the share (0..1) of the pieces in which a white patch has swallowed it. */
export type PrintOn = Print & { washedOut: number }

/**
 * The print within a quad: medians over its pieces of 4 x 4 mm (or the quad's height) that hold print, so that shade
 * across the page does no harm. Null when fewer than three pieces do.
 */
export function printOn(image: RgbImage, quad: Quad, pixelsPerMm: number): PrintOn | null {
  const pieces = piecesOf(image, quad, pixelsPerMm)
  const prints = pieces.flatMap((piece) => printOf(piece) ?? [])
  const most = Math.max(0, ...prints.map(({ contrast }) => contrast))
  const printed = prints.filter(({ contrast }) => contrast >= most * HOLDS_PRINT)
  if (printed.length < LEAST_PIECES) return null
  return {
    contrast: median(printed.map(({ contrast }) => contrast)),
    edgeWidth: median(printed.map(({ edgeWidth }) => edgeWidth)),
    washedOut: pieces.filter(isWashedOut).length / pieces.length,
  }
}

/** Pieces with less contrast than this share of the strongest hold no print. */
const HOLDS_PRINT = 0.5
const LEAST_PIECES = 3

function piecesOf(image: RgbImage, quad: Quad, pixelsPerMm: number): GreyImage[] {
  const height = Math.floor(sidesOf(quad).down)
  const side = Math.max(LEAST_TILE_PX, Math.min(height, Math.round(TILE_MM * pixelsPerMm)))
  const box = withinImage(image, boundingBox(quad))
  const pieces: GreyImage[] = []
  for (let y = box.y; y + side <= box.y + box.height; y += side)
    for (let x = box.x; x + side <= box.x + box.width; x += side)
      if (contains(quad, { x: x + side / 2, y: y + side / 2 }))
        pieces.push(luminance(image, { x, y, width: side, height: side }))
  return pieces
}

/** Whether a piece is nearly all white: print would darken a tenth of it at least. */
function isWashedOut({ data }: GreyImage): boolean {
  return percentile(histogramOf(data), 0.1) >= WHITE
}

const LONGEST_SIDE_PX = 400

/** From this grey level on a pixel is white: the sensor saw no more. */
const WHITE = 250

const TILE_MM = 4
const LEAST_TILE_PX = 8

function maskOf(
  { width, height }: GreyImage,
  quad: Quad,
  toImage: (x: number, y: number) => { x: number; y: number },
): Uint8Array {
  const mask = new Uint8Array(width * height)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) mask[at] = contains(quad, toImage(x, y)) ? 1 : 0
  return mask
}
