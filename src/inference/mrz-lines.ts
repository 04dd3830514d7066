import type { Mat } from '@techstark/opencv-js'
import { findBands } from './mrz-bands'
import { cropBox, type LinePicture, type Page, pixelsOf, turnPage } from './mrz-page'
import { type PixelMap, rowsQuad, type TextBox, type Turns, uncrop } from './ocr-geometry'
import { type OpenCv, withMats } from './opencv'

const BAND_WIDTH_PX = 1500

/**
 * The lines of each place on the turned page that looks like a machine-readable zone, likeliest place first, from top
 * to bottom. `workingPx` as in `findBands`.
 */
export function* bandLines(page: Page, turns: Turns, workingPx: number): Generator<LinePicture[]> {
  const { cv } = page
  const { mat, map } = turnPage(page, turns)
  const grey = new cv.Mat()
  try {
    cv.cvtColor(mat, grey, cv.COLOR_RGB2GRAY)
    const least = Math.max(grey.cols, grey.rows) * 0.15
    const bands = findBands(cv, grey, workingPx).filter(({ width }) => width >= least)
    for (const band of bands.slice(0, 3)) yield linesOf(cv, grey, band, map)
  } finally {
    mat.delete()
    grey.delete()
  }
}

/** A zone has at most three lines, and few of its page are longer. Reading a page of 150 takes ten seconds. */
const MOST_LINES = 24

/** The longest of the lines in their order; a page with more is a wall of text. */
export function longestLines(lines: LinePicture[]): LinePicture[] {
  const kept = new Set([...lines].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_LINES))
  return lines.filter((line) => kept.has(line))
}

function lengthOf({ quad: [from, to] }: LinePicture): number {
  return Math.hypot(to.x - from.x, to.y - from.y)
}

function linesOf(cv: OpenCv, grey: Mat, band: TextBox, map: PixelMap): LinePicture[] {
  const width = band.width * 1.1
  const height = band.height * 1.7 + band.width * 0.012
  const scale = BAND_WIDTH_PX / width
  const heightPx = Math.max(24, Math.round(height * scale))
  return withMats((keep) => {
    const crop = keep(cropBox(cv, grey, band, BAND_WIDTH_PX, heightPx, scale))
    const back = uncrop(band, BAND_WIDTH_PX, heightPx, scale)
    return splitLines(cv, crop).map(([from, to]) => {
      const pad = Math.round((to - from) * 0.22)
      const top = Math.max(0, from - pad)
      const bottom = Math.min(heightPx, to + pad)
      const rows = keep(crop.roi(new cv.Rect(0, top, BAND_WIDTH_PX, bottom - top)))
      const line = keep(new cv.Mat())
      rows.copyTo(line)
      const quad = rowsQuad(BAND_WIDTH_PX, top, bottom, (point) => map(back(point)))
      return { pixels: pixelsOf(line), quad }
    })
  })
}

/** The rows `[from, to)` of each text line in a band: where the count of dark strokes is above 28 % of its peak. */
function splitLines(cv: OpenCv, band: Mat): [number, number][] {
  const counts = smooth(strokesPerRow(cv, band))
  const bar = Math.max(...counts) * 0.28
  const runs: [number, number][] = []
  let start = -1
  for (let y = 0; y <= counts.length; y++) {
    const text = (counts[y] ?? 0) > bar
    if (text && start < 0) start = y
    if (text || start < 0) continue
    runs.push([start, y])
    start = -1
  }
  return runs.filter(([from, to]) => to - from >= band.cols * 0.01 && to - from < band.cols * 0.06)
}

function strokesPerRow(cv: OpenCv, band: Mat): number[] {
  return withMats((keep) => {
    const strokes = keep(new cv.Mat())
    const kernel = keep(cv.getStructuringElement(cv.MORPH_RECT, new cv.Size(41, 41)))
    cv.morphologyEx(band, strokes, cv.MORPH_BLACKHAT, kernel)
    cv.threshold(strokes, strokes, 0, 1, cv.THRESH_BINARY | cv.THRESH_OTSU)
    const { data } = strokes
    return Array.from({ length: band.rows }, (_, y) =>
      data.subarray(y * band.cols, (y + 1) * band.cols).reduce((sum, dark) => sum + dark, 0),
    )
  })
}

/** The mean over five neighbours. */
function smooth(numbers: number[]): number[] {
  return numbers.map((_, i) => {
    const part = numbers.slice(Math.max(0, i - 2), i + 3)
    return part.reduce((sum, number) => sum + number, 0) / part.length
  })
}
