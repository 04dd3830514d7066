import type { Mat } from '@techstark/opencv-js'
import type { Point, Quad } from '../vision/geometry'
import { areaOf, contains, scaleQuad, sidesOf } from '../vision/quads'
import { resized } from './document-outline-warp'
import { type OpenCv, withMats } from './opencv'

const LONGEST_SIDE_PX = 640

/** A page covers at least this share of the image and has sides in a ratio a card may show in perspective. */
const LEAST_AREA = 0.06
const MOST_AREA = 0.97
const RATIO = { least: 1.2, most: 1.85 }

/** A portrait's face takes up at most this share of the page. */
const MOST_FACE_SHARE = 0.2

/**
 * The largest four-cornered thing of a card's shape in the image, in its pixels, clockwise from any corner: it holds
 * the face's middle if a face is known. Null when there is none. Edges at two strengths, and what differs in colour
 * from the image's rim (a desk), are looked at.
 */
export function pageByContour(cv: OpenCv, rgb: Mat, face: Quad | null): Quad | null {
  return withMats((keep) => {
    const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(rgb.cols, rgb.rows))
    const small = keep(resized(cv, rgb, scale))
    const masks = [
      keep(edges(cv, small, 20, 60)),
      keep(edges(cv, small, 60, 180)),
      keep(notRim(cv, small)),
    ]
    const quads = masks
      .flatMap((mask) => quadsIn(cv, mask))
      .map((quad) => scaleQuad(quad, 1 / scale))
      .filter((quad) => isPage(quad, rgb.cols * rgb.rows))
      .filter((quad) => face === null || holds(quad, face))
    return quads.reduce<Quad | null>(
      (best, quad) => (best === null || areaOf(quad) > areaOf(best) ? quad : best),
      null,
    )
  })
}

function isPage(quad: Quad, imageArea: number): boolean {
  const area = areaOf(quad) / imageArea
  const { across, down } = sidesOf(quad)
  const ratio = Math.max(across, down) / Math.max(1, Math.min(across, down))
  return area >= LEAST_AREA && area <= MOST_AREA && ratio >= RATIO.least && ratio <= RATIO.most
}

function holds(quad: Quad, face: Quad): boolean {
  const middle = {
    x: face.reduce((sum, { x }) => sum + x / 4, 0),
    y: face.reduce((sum, { y }) => sum + y / 4, 0),
  }
  return contains(quad, middle) && areaOf(face) <= MOST_FACE_SHARE * areaOf(quad)
}

/** Edges of a strength between the thresholds (Canny), thickened so that small gaps close. */
function edges(cv: OpenCv, rgb: Mat, low: number, high: number): Mat {
  return withMats((keep) => {
    const grey = keep(new cv.Mat())
    cv.cvtColor(rgb, grey, cv.COLOR_RGB2GRAY)
    cv.GaussianBlur(grey, grey, new cv.Size(5, 5), 0)
    const found = new cv.Mat()
    cv.Canny(grey, found, low, high)
    const kernel = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(5, 5)))
    cv.dilate(found, found, kernel)
    return found
  })
}

/** What differs from the median colour of the image's outermost pixels, by Otsu's threshold on the distance. */
function notRim(cv: OpenCv, rgb: Mat): Mat {
  return withMats((keep) => {
    const blurred = keep(new cv.Mat())
    cv.GaussianBlur(rgb, blurred, new cv.Size(7, 7), 0)
    const rim = rimColour(blurred)
    const mask = new cv.Mat(rgb.rows, rgb.cols, cv.CV_8UC1)
    const { data } = blurred
    const target = mask.data
    for (let i = 0; i < target.length; i++) {
      const difference =
        Math.abs((data[3 * i] ?? 0) - (rim[0] ?? 0)) +
        Math.abs((data[3 * i + 1] ?? 0) - (rim[1] ?? 0)) +
        Math.abs((data[3 * i + 2] ?? 0) - (rim[2] ?? 0))
      target[i] = Math.min(255, difference)
    }
    cv.threshold(mask, mask, 0, 255, cv.THRESH_BINARY | cv.THRESH_OTSU)
    const kernel = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(9, 9)))
    cv.morphologyEx(mask, mask, cv.MORPH_CLOSE, kernel)
    return mask
  })
}

function rimColour({ rows, cols, data }: Mat): number[] {
  return [0, 1, 2].map((channel) => {
    const values: number[] = []
    for (let x = 0; x < cols; x += 2)
      values.push(data[3 * x + channel] ?? 0, data[3 * ((rows - 1) * cols + x) + channel] ?? 0)
    for (let y = 0; y < rows; y += 2)
      values.push(data[3 * y * cols + channel] ?? 0, data[3 * (y * cols + cols - 1) + channel] ?? 0)
    values.sort((a, b) => a - b)
    return values[values.length >> 1] ?? 0
  })
}

/** The hulls of a mask's contours that four corners describe, clockwise. */
function quadsIn(cv: OpenCv, mask: Mat): Quad[] {
  return withMats((keep) => {
    const contours = keep(new cv.MatVector())
    const hierarchy = keep(new cv.Mat())
    cv.findContours(mask, contours, hierarchy, cv.RETR_LIST, cv.CHAIN_APPROX_SIMPLE)
    const least = mask.rows * mask.cols * LEAST_AREA
    const quads: Quad[] = []
    for (let i = 0; i < contours.size(); i++) {
      const contour = keep(contours.get(i))
      const hull = keep(new cv.Mat())
      cv.convexHull(contour, hull)
      if (cv.contourArea(hull) < least) continue
      const quad = fourCorners(cv, hull)
      if (quad !== null) quads.push(quad)
    }
    return quads
  })
}

const TOLERANCES = [0.02, 0.035, 0.05, 0.07]

/** The hull's four corners at the least tolerance (a share of its length) that leaves four and keeps its area. */
function fourCorners(cv: OpenCv, hull: Mat): Quad | null {
  const length = cv.arcLength(hull, true)
  const area = cv.contourArea(hull)
  for (const tolerance of TOLERANCES) {
    const corners = withMats((keep) => {
      const polygon = keep(new cv.Mat())
      cv.approxPolyDP(hull, polygon, tolerance * length, true)
      return pointsOf(polygon)
    })
    const [a, b, c, d] = corners
    if (corners.length !== 4 || !a || !b || !c || !d) continue
    const quad: Quad = areaOf(corners) > 0 ? [a, b, c, d] : [d, c, b, a]
    if (areaOf(quad) > 0.9 * area) return quad
  }
  return null
}

function pointsOf(polygon: Mat): Point[] {
  const numbers = polygon.data32S
  return Array.from({ length: polygon.rows }, (_, i) => ({
    x: numbers[2 * i] ?? 0,
    y: numbers[2 * i + 1] ?? 0,
  }))
}
