import type { Mat } from '@techstark/opencv-js'
import type { Point, Quad } from '../vision/geometry'
import { mapQuad } from '../vision/quads'
import { boxAlong, fitOutline } from './barcode-outline'
import { type OpenCv, withMats } from './opencv'

/** A place that looks like a stacked barcode, in pixels of the picture: both quads begin at the same corner. */
export type BarcodeRegion = {
  /** What its four sides follow: right under perspective, too. */
  outline: Quad
  /** The rectangle around it at right angles to its bars. */
  box: Quad
}

/**
 * Places in a grey picture where many edges run side by side in one direction, as bars do; any turn, the likeliest
 * first, at most three. The direction comes from the structure tensor (Bigün & Granlund 1987), the place from its
 * coherent energy: `share` (0..1) of the energy of the picture's strongest edges counts as bars. 0.3 keeps a barcode
 * apart from its neighbours, 0.15 keeps it together across a reflection.
 */
export function findBarcodeRegions(cv: OpenCv, grey: Mat, share: number): BarcodeRegion[] {
  return withMats((keep) => {
    const scale = WORKING_PX / Math.max(grey.cols, grey.rows)
    const small = keep(new cv.Mat())
    const size = new cv.Size(atLeastOne(grey.cols * scale), atLeastOne(grey.rows * scale))
    cv.resize(grey, small, size, 0, 0, scale < 1 ? cv.INTER_AREA : cv.INTER_LINEAR)
    const tensor = structureTensor(cv, small, keep)
    const mask = keep(coherentMask(cv, tensor, share))
    const contours = keep(new cv.MatVector())
    const hierarchy = keep(new cv.Mat())
    cv.findContours(mask, contours, hierarchy, cv.RETR_EXTERNAL, cv.CHAIN_APPROX_NONE)
    const found = Array.from({ length: Number(contours.size()) }, (_, i) =>
      measure(cv, keep(contours.get(i)), tensor),
    )
    return found
      .filter(isLikeBarcode)
      .sort((a, b) => b.area * b.strength - a.area * a.strength)
      .slice(0, MAX_REGIONS)
      .map(({ points, box }) => {
        const enlarged = ({ x, y }: Point) => ({ x: x / scale, y: y / scale })
        const outline = fitOutline(cv, points, box)
        return { outline: mapQuad(outline, enlarged), box: mapQuad(box, enlarged) }
      })
  })
}

/** The longest side at which the search works, in pixels: bars still show, letters hardly do. */
const WORKING_PX = 1000

/** The window over which edges are summed, in working pixels; odd. */
const WINDOW_PX = 25

/** Extents across and along the bars in working pixels: a smaller barcode of a licence cannot be read. */
const MIN_EXTENT = { across: 150, along: 25 }

/** How much of a place's energy has one direction: stacked bars 0.45 to 0.65; less is text, more is a single edge. */
const COHERENCE = { min: 0.35, max: 0.85 }

const MAX_REGIONS = 3

/** The two per cent of the picture with the most energy tell how strong the edges of its bars are. */
const STRONG_QUANTILE = 0.98

/** The same of a point's surroundings, which may be a few letters or lines of the barcode. */
const MIN_COHERENCE = 0.25

/** Sums of products of the gradients over a window, 32-bit floats. */
type Tensor = { xx: Mat; xy: Mat; yy: Mat }

type Keep = <M extends { delete(): void }>(mat: M) => M

function structureTensor(cv: OpenCv, grey: Mat, keep: Keep): Tensor {
  const [gx, gy] = [keep(new cv.Mat()), keep(new cv.Mat())]
  cv.Sobel(grey, gx, cv.CV_32F, 1, 0, 3)
  cv.Sobel(grey, gy, cv.CV_32F, 0, 1, 3)
  const summed = (a: Mat, b: Mat) => {
    const product = keep(new cv.Mat())
    cv.multiply(a, b, product)
    cv.blur(product, product, new cv.Size(WINDOW_PX, WINDOW_PX))
    return product
  }
  return { xx: summed(gx, gx), xy: summed(gx, gy), yy: summed(gy, gy) }
}

/** Where edges are strong and have one direction: 255, elsewhere 0. The caller frees it. */
function coherentMask(cv: OpenCv, { xx, xy, yy }: Tensor, share: number): Mat {
  return withMats((keep) => {
    const mat = () => keep(new cv.Mat())
    const [difference, doubled, coherent, total] = [mat(), mat(), mat(), mat()]
    cv.subtract(xx, yy, difference)
    cv.add(xy, xy, doubled)
    cv.magnitude(difference, doubled, coherent)
    cv.addWeighted(xx, MIN_COHERENCE, yy, MIN_COHERENCE, 0, total)
    const oneWay = mat()
    cv.compare(coherent, total, oneWay, cv.CMP_GT)
    const level = mat()
    cv.sqrt(coherent, coherent)
    coherent.convertTo(level, cv.CV_8U, LEVELS_PER_UNIT)
    const mask = new cv.Mat()
    cv.threshold(level, mask, Math.max(1, strongLevel(level.data) * share), 255, cv.THRESH_BINARY)
    cv.bitwise_and(mask, oneWay, mask)
    const window = new cv.Size(WINDOW_PX, WINDOW_PX)
    const kernel = keep(cv.getStructuringElement(cv.MORPH_RECT, window))
    cv.morphologyEx(mask, mask, cv.MORPH_OPEN, kernel)
    return mask
  })
}

/** Sobel's answer to black beside white is 1020: its mean over a window then fits eight bits. */
const LEVELS_PER_UNIT = 0.25

function strongLevel(levels: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const level of levels) counts[level] = (counts[level] ?? 0) + 1
  let left = levels.length * (1 - STRONG_QUANTILE)
  let level = 255
  while (level > 0 && left > (counts[level] ?? 0)) left -= counts[level--] ?? 0
  return level
}

/** A contour: its points, area, the rectangle along its bars, the strength of its edges, and how one-way they are. */
type Measured = { points: Point[]; area: number; box: Quad; strength: number; coherence: number }

function measure(cv: OpenCv, contour: Mat, { xx, xy, yy }: Tensor): Measured {
  const { x, y, width, height } = cv.boundingRect(contour)
  const energy = (mat: Mat) =>
    withMats((keep) => cv.mean(keep(mat.roi(new cv.Rect(x, y, width, height))))[0] ?? 0)
  const [a, b, c] = [energy(xx), energy(xy), energy(yy)]
  const coherent = Math.hypot(a - c, 2 * b)
  const coordinates = contour.data32S
  const points = Array.from({ length: contour.rows }, (_, i) => ({
    x: coordinates[2 * i] ?? 0,
    y: coordinates[2 * i + 1] ?? 0,
  }))
  return {
    points,
    area: cv.contourArea(contour),
    box: boxAlong(points, Math.atan2(2 * b, a - c) / 2),
    strength: Math.sqrt(coherent),
    coherence: coherent / (a + c),
  }
}

function isLikeBarcode({ box: [a, b, c], coherence }: Measured): boolean {
  const across = Math.hypot(b.x - a.x, b.y - a.y)
  const along = Math.hypot(c.x - b.x, c.y - b.y)
  const isBarred = coherence > COHERENCE.min && coherence < COHERENCE.max
  return isBarred && across > MIN_EXTENT.across && along > MIN_EXTENT.along && across > along
}

function atLeastOne(size: number): number {
  return Math.max(1, Math.round(size))
}
