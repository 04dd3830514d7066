import { type Detection, decodeDetections, suppress } from '../vision/detections'
import type { Box, RgbImage } from '../vision/geometry'
import { type PixelFormat, toTensor } from '../vision/tensor'
import { type Affine, viewOf } from '../vision/transform'
import { warp } from '../vision/warp'
import { openModel } from './models'

/** One way of looking for faces: parts of the image, turned by `angle` radians, and the score that counts as found. */
export type Search = { regions: Box[]; angle: number; threshold: number }

/**
 * The ways to look, in the order they are tried until one finds a face: the image as a whole, with a high bar and with
 * a low one; four overlapping quarters (a small portrait on a large photograph); then both for an image on its side
 * or head.
 */
export function searches({ width, height }: RgbImage): Search[] {
  const whole = [{ x: 0, y: 0, width, height }]
  const quarters = quartersOf(width, height)
  const turns = [Math.PI / 2, -Math.PI / 2, Math.PI]
  return [
    { regions: whole, angle: 0, threshold: HIGH_BAR },
    { regions: whole, angle: 0, threshold: LOW_BAR },
    { regions: quarters, angle: 0, threshold: LOW_BAR },
    ...turns.map((angle) => ({ regions: whole, angle, threshold: LOW_BAR })),
    ...turns.map((angle) => ({ regions: quarters, angle, threshold: LOW_BAR })),
  ]
}

/** Faces of the image as one search sees them, best score first; boxes in pixels of the whole image. */
export async function detectFaces(image: RgbImage, search: Search): Promise<Detection[]> {
  const found: Detection[] = []
  for (const region of search.regions)
    found.push(...(await detectIn(image, region, search.angle, search.threshold)))
  return suppress(found)
}

const HIGH_BAR = 0.65
const LOW_BAR = 0.5
const WIDTH = 320
const HEIGHT = 240
const FORMAT: PixelFormat = { order: 'RGB', mean: 127, std: 128 }

/** What the detector was given around an image that does not fill its picture. */
const PADDING = 127

/** A quarter's side as a share of the image's: a face of up to a fifth of the image lies whole in one of them. */
const QUARTER = 0.6

function quartersOf(width: number, height: number): Box[] {
  const size = { width: QUARTER * width, height: QUARTER * height }
  const right = width - size.width
  const bottom = height - size.height
  return [
    { x: 0, y: 0, ...size },
    { x: right, y: 0, ...size },
    { x: 0, y: bottom, ...size },
    { x: right, y: bottom, ...size },
  ]
}

async function detectIn(image: RgbImage, region: Box, angle: number, threshold: number) {
  const model = await openModel('face-detection')
  const toImage = letterbox(region, angle)
  const input = toTensor([warp(image, toImage, WIDTH, HEIGHT, PADDING)], FORMAT)
  const { scores, boxes } = await model.run({ input })
  if (scores === undefined || boxes === undefined)
    throw new Error('face-detection lacks an output.')
  return decodeDetections(scores.data, boxes.data, threshold, {
    width: WIDTH,
    height: HEIGHT,
    toImage,
  })
}

/** The detector's view of a region: all of it, centred, no distortion. */
function letterbox(region: Box, angle: number): Affine {
  const onItsSide = Math.abs(Math.sin(angle)) > 0.5
  const across = onItsSide ? region.height : region.width
  const down = onItsSide ? region.width : region.height
  const centre = {
    x: region.x + (region.width - 1) / 2,
    y: region.y + (region.height - 1) / 2,
  }
  return viewOf(centre, Math.max(across / WIDTH, down / HEIGHT), angle, WIDTH, HEIGHT)
}
