import { type Detection, decodeDetections, suppress } from '../vision/detections'
import type { Box, RgbImage } from '../vision/geometry'
import { shrink, shrinkAndHalve } from '../vision/shrink'
import { type FloatImage, type PixelFormat, toTensor } from '../vision/tensor'
import { type Affine, scaleOf, viewOf } from '../vision/transform'
import { intoShrunk, warp } from '../vision/warp'
import { openModel } from './models'

/** What one look at the image saw, best score first; `angle`: by how much the view was turned (radians, clockwise). */
export type Sighting = { detections: Detection[]; angle: number }

/**
 * Looks for faces in ever more ways; whoever is content stops asking. First the image as a whole, surely seen faces
 * before doubtful ones; then in four overlapping quarters (a small portrait on a large photograph); then both ways
 * with the image on its sides and on its head; at last, in the same order, in nine smaller parts (a small portrait
 * printed palely). Boxes are in pixels of the image.
 */
export async function* lookForFaces(image: RgbImage): AsyncGenerator<Sighting> {
  const factor = reduction(image)
  const { size, ofWhole, ofPart } = reducedViews(image, factor)
  const look = async (regions: Box[], angle: number, view = ofPart) => {
    const seen = await detectIn(view, regions, angle)
    return { angle, detections: seen.map((detection) => enlarged(detection, factor)) }
  }
  const all = [{ x: 0, y: 0, ...size }]
  const quarters = partsOf(size, 2, QUARTER)
  const ninths = partsOf(size, 3, NINTH)
  const atOnce = await look(all, 0, ofWhole)
  yield { ...atOnce, detections: atOnce.detections.filter(({ score }) => score >= SURE_SCORE) }
  yield atOnce
  yield await look(quarters, 0)
  for (const angle of TURNS) yield await look(all, angle)
  for (const angle of TURNS) yield await look(quarters, angle)
  if (isFine(image)) for (const angle of [0, ...TURNS]) yield await look(ninths, angle)
}

/** From this score on a detection is a face; from LEAST_SCORE on it may be one. */
export const SURE_SCORE = 0.65

const LEAST_SCORE = 0.5
const TURNS = [Math.PI / 2, -Math.PI / 2, Math.PI]
const WIDTH = 320
const HEIGHT = 240
const FORMAT: PixelFormat = { order: 'RGB', mean: 127, std: 128 }

/** What the detector sees around an image that does not fill its picture. */
const PADDING = 127

/** A quarter's side as a share of the image's: a face of up to a fifth of the image lies whole in one of them. */
const QUARTER = 0.6

/** Likewise for one of nine parts: a face of up to a tenth of the image lies whole in one of them. */
const NINTH = 0.4

/** How often the image can be halved, as a factor, before its quarters are coarser than the detector's picture. */
function reduction({ width, height }: RgbImage): number {
  const scale = QUARTER * Math.max(width / WIDTH, height / HEIGHT)
  return 2 ** Math.max(0, Math.floor(Math.log2(scale)))
}

/** A small image has nothing more to show to a closer look. */
function isFine({ width, height }: Size): boolean {
  return NINTH * Math.max(width / WIDTH, height / HEIGHT) >= 1
}

type View = (toReduced: Affine) => FloatImage

/**
 * The detector's pictures of the reduced image. That image is made only when one is asked for that shows a part of it or
 * shows it turned: the first look, at the whole as it stands, is nearly always the last, and is coarser.
 */
function reducedViews(image: RgbImage, factor: number) {
  const { floor } = Math
  const size = { width: floor(image.width / factor), height: floor(image.height / factor) }
  let reduced = factor === 1 ? image : undefined
  const ofPart: View = (toReduced) => {
    reduced ??= shrink(image, { x: 0, y: 0, width: image.width, height: image.height }, factor)
    return warp(reduced, toReduced, WIDTH, HEIGHT, PADDING)
  }
  const ofWhole: View = (toReduced) => {
    if (factor === 1 || scaleOf(toReduced) < 2) return ofPart(toReduced)
    const toHalved = intoShrunk(toReduced, { x: 0, y: 0 }, 2)
    return warp(shrinkAndHalve(image, factor), toHalved, WIDTH, HEIGHT, PADDING)
  }
  return { size, ofWhole, ofPart }
}

function enlarged({ box, score }: Detection, factor: number): Detection {
  const edge = (value: number) => factor * (value + 0.5) - 0.5
  return {
    score,
    box: {
      x: edge(box.x),
      y: edge(box.y),
      width: factor * box.width,
      height: factor * box.height,
    },
  }
}

type Size = { width: number; height: number }

/** `count` x `count` overlapping parts whose sides are this share of the image's. */
function partsOf({ width, height }: Size, count: number, share: number): Box[] {
  const places = Array.from({ length: count }, (_, index) => ((1 - share) * index) / (count - 1))
  return places.flatMap((down) =>
    places.map((across) => ({
      x: across * width,
      y: down * height,
      width: share * width,
      height: share * height,
    })),
  )
}

async function detectIn(view: View, regions: Box[], angle: number): Promise<Detection[]> {
  const model = await openModel('face-detection')
  const found: Detection[] = []
  for (const region of regions) {
    const toImage = letterbox(region, angle)
    const input = toTensor([view(toImage)], FORMAT)
    const { scores, boxes } = await model.run({ input })
    if (scores === undefined || boxes === undefined)
      throw new Error('face-detection lacks an output.')
    const picture = { width: WIDTH, height: HEIGHT, toImage }
    found.push(...decodeDetections(scores.data, boxes.data, LEAST_SCORE, picture))
  }
  return suppress(found)
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
