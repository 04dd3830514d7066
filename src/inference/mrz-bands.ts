import type { Mat } from '@techstark/opencv-js'
import { direction, type TextBox, textBox } from './ocr-geometry'
import { type OpenCv, withMats } from './opencv'

/**
 * Places in a grey picture that look like a machine-readable zone written about horizontally (within 35 degrees), the
 * likeliest first, at most four. Dark strokes on light ground (black-hat), many of them side by side (gradient, closed),
 * in long bars above one another. `workingPx` is the longest side it works at.
 */
export function findBands(cv: OpenCv, grey: Mat, workingPx: number): TextBox[] {
  const scale = workingPx / Math.max(grey.cols, grey.rows)
  const bars = findBars(cv, grey, scale).filter(
    ({ width, height, angle }) =>
      width > workingPx * 0.12 && width / height > 5 && Math.abs(angle) < 35,
  )
  bars.sort((a, b) => b.width - a.width)
  const scored = bars.map((bar) => bandAround(bar, bars))
  scored.sort((a, b) => b.score - a.score)
  const kept: TextBox[] = []
  for (const { band } of scored) if (!kept.some((other) => near(other, band))) kept.push(band)
  return kept.slice(0, 4).map((band) => enlarge(band, 1 / scale))
}

/** Bars of text in the picture scaled by `scale`, in its pixels. */
function findBars(cv: OpenCv, grey: Mat, scale: number): TextBox[] {
  return withMats((keep) => {
    const small = keep(new cv.Mat())
    const size = new cv.Size(Math.round(grey.cols * scale), Math.round(grey.rows * scale))
    cv.resize(grey, small, size, 0, 0, cv.INTER_AREA)
    cv.GaussianBlur(small, small, new cv.Size(3, 3), 0)
    const kernel = (width: number, height: number) =>
      keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(width, height)))
    cv.morphologyEx(small, small, cv.MORPH_BLACKHAT, kernel(13, 7))
    const strokes = keep(strokesOf(cv, small))
    cv.morphologyEx(strokes, strokes, cv.MORPH_CLOSE, kernel(15, 5))
    cv.blur(strokes, strokes, new cv.Size(9, 3))
    cv.threshold(strokes, strokes, 0, 255, cv.THRESH_BINARY | cv.THRESH_OTSU)
    cv.morphologyEx(strokes, strokes, cv.MORPH_CLOSE, kernel(23, 3))
    cv.morphologyEx(strokes, strokes, cv.MORPH_OPEN, kernel(9, 3))
    return contourBoxes(cv, strokes)
  })
}

/** The strength of vertical edges, 0..255, cut off at 0.6 of the strongest. The caller frees it. */
function strokesOf(cv: OpenCv, blackHat: Mat): Mat {
  return withMats((keep) => {
    const gradient = keep(new cv.Mat())
    cv.Sobel(blackHat, gradient, cv.CV_32F, 1, 0, 3)
    let most = 1e-6
    for (const value of gradient.data32F) {
      if (value > most) most = value
      if (-value > most) most = -value
    }
    const strokes = new cv.Mat()
    cv.convertScaleAbs(gradient, strokes, 255 / (0.6 * most))
    return strokes
  })
}

/** The smallest rotated boxes around the white areas of a binary picture. */
export function contourBoxes(cv: OpenCv, binary: Mat): TextBox[] {
  return withMats((keep) => {
    const contours = keep(new cv.MatVector())
    const hierarchy = keep(new cv.Mat())
    cv.findContours(binary, contours, hierarchy, cv.RETR_EXTERNAL, cv.CHAIN_APPROX_SIMPLE)
    const boxes: TextBox[] = []
    for (let i = 0; i < contours.size(); i++)
      boxes.push(textBox(cv.minAreaRect(keep(contours.get(i)))))
    return boxes
  })
}

/** The band of a bar and the bars of its width above and below it; alone, it is taken to stand for two lines. */
function bandAround(bar: TextBox, bars: TextBox[]): { band: TextBox; score: number } {
  const { cos, sin } = direction(bar.angle)
  const partners = bars.flatMap((other) => {
    const dx = other.x - bar.x
    const dy = other.y - bar.y
    const along = Math.abs(dx * cos + dy * sin)
    const across = -dx * sin + dy * cos
    return other !== bar && sameBlock(bar, other, along, across) ? [{ across, other }] : []
  })
  const height = Math.max(bar.height, ...partners.map(({ other }) => other.height))
  const margin = height * 0.5 + (partners.length > 0 ? 0 : bar.width * 0.085)
  const offsets = [0, ...partners.map(({ across }) => across)]
  const top = Math.min(...offsets) - margin
  const bottom = Math.max(...offsets) + margin
  const middle = (top + bottom) / 2
  const band = { ...bar, x: bar.x - sin * middle, y: bar.y + cos * middle, height: bottom - top }
  return { band, score: bar.width * (partners.length > 0 ? 1.4 : 1) + band.y * 0.15 }
}

function sameBlock(bar: TextBox, other: TextBox, along: number, across: number): boolean {
  const distance = Math.abs(across)
  return (
    Math.abs(other.angle - bar.angle) < 5 &&
    other.width > bar.width * 0.6 &&
    other.width <= bar.width * 1.001 &&
    distance > bar.width * 0.02 &&
    distance < bar.width * 0.15 &&
    along < bar.width * 0.22
  )
}

function near(a: TextBox, b: TextBox): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < a.width * 0.08
}

function enlarge(box: TextBox, factor: number): TextBox {
  const { x, y, width, height, angle } = box
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor, angle }
}
