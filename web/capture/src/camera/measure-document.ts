import { findLine, type Grey, type Line, type Point } from './lines'

/** The margin around the frame that is looked at too, as a share of the frame. */
export const MARGIN = 0.15

/**
 * One look at a document in the frame. `outline`: its corners as shares of the frame (0,0 top left, 1,1 bottom right), null when
 * fewer than three sides were found. `width`: of the outline, as a share of the frame's. `levels`: how bright the
 * darkest print, the paper, the brightest parts and the very brightest are, 0..255.
 * `burnt`: the share of pixels that are white. `sharpness`: how steep edges are; null when there are too few. `motion`: grey
 * levels of change since the look before.
 */
export type DocumentMeasure = {
  outline: Point[] | null
  width: number
  levels: { print: number; paper: number; light: number; most: number }
  burnt: number
  sharpness: number | null
  motion: number
}

/** The share of a side on which its edge must be seen. */
const SEEN = 0.55
const STEP = 3

/** @param picture the frame with MARGIN around it. @param detail a piece of it in full resolution */
export function measureDocument(
  picture: Grey & { burnt: number },
  detail: Grey,
  before: Grey | null,
): DocumentMeasure {
  const outline = outlineIn(picture)
  return {
    outline,
    width: outline === null ? 0 : widthOf(outline),
    levels: levelsOf(picture),
    burnt: picture.burnt,
    sharpness: sharpnessOf(detail),
    motion: motionSince(before, picture),
  }
}

/** The frame's place in a picture with the margin around it. */
function frameIn({ width, height }: Grey) {
  const [w, h] = [width / (1 + 2 * MARGIN), height / (1 + 2 * MARGIN)]
  return { left: (width - w) / 2, top: (height - h) / 2, width: w, height: h }
}

function outlineIn(picture: Grey): Point[] | null {
  const frame = frameIn(picture)
  const { data, width } = picture
  const upright = (y: number, x: number) => data[y * width + x] ?? 0
  const level = (x: number, y: number) => data[y * width + x] ?? 0
  const band = (at: number, size: number) => ({ from: at - 0.14 * size, to: at + 0.14 * size })
  const rows = places(frame.top, frame.height)
  const columns = places(frame.left, frame.width)
  const sides = [
    findLine(upright, rows, band(frame.left, frame.width)),
    findLine(level, columns, band(frame.top, frame.height)),
    findLine(upright, rows, band(frame.left + frame.width, frame.width)),
    findLine(level, columns, band(frame.top + frame.height, frame.height)),
  ]
  const [left, top, right, bottom] = completed(sides, frame)
  if (!left || !top || !right || !bottom) return null
  const corners = [cross(left, top), cross(right, top), cross(right, bottom), cross(left, bottom)]
  return corners.map(({ x, y }) => ({
    x: (x - frame.left) / frame.width,
    y: (y - frame.top) / frame.height,
  }))
}

/** One side may be hidden by a finger or a pale table: it is taken to lie where the frame is. */
function completed(sides: (Line | null)[], frame: ReturnType<typeof frameIn>): (Line | null)[] {
  const seen = sides.map((line) => (line !== null && line.share >= SEEN ? line : null))
  if (seen.filter((line) => line === null).length > 1) return seen
  const usual = [frame.left, frame.top, frame.left + frame.width, frame.top + frame.height]
  return seen.map((line, at) => line ?? { at: usual[at] ?? 0, slope: 0, share: 0 })
}

function places(from: number, size: number): number[] {
  const first = Math.ceil(from + 0.12 * size)
  const count = Math.floor((0.76 * size) / STEP)
  return Array.from({ length: count }, (_, at) => first + STEP * at)
}

/** Where an upright side, x = at + slope * y, meets a level one, y = at + slope * x. */
function cross(upright: Line, level: Line): Point {
  const y = (level.at + level.slope * upright.at) / (1 - level.slope * upright.slope)
  return { x: upright.at + upright.slope * y, y }
}

function widthOf([a, b, c, d]: Point[]): number {
  const side = (from?: Point, to?: Point) => Math.hypot((to?.x ?? 0) - (from?.x ?? 0), 0)
  return (side(a, b) + side(d, c)) / 2
}

function levelsOf({ data }: Grey): DocumentMeasure['levels'] {
  const counts = new Uint32Array(256)
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1
  const level = (share: number) => {
    let sum = 0
    return counts.findIndex((count) => {
      sum += count
      return sum >= share * data.length
    })
  }
  return { print: level(0.05), paper: level(0.7), light: level(0.95), most: level(0.999) }
}

/** Pixels with less slope than this, in grey levels, are no edges. */
const SLOPE = 14
const FEWEST_EDGES = 0.004

/** Curvature over slope on edges: about 0.6 where they are one pixel wide, 0.3 at two; whatever their contrast. */
export function sharpnessOf({ width, height, data }: Grey): number | null {
  let [slopes, curves, edges] = [0, 0, 0]
  const look = (at: number, next: number) => {
    const [low = 0, middle = 0, high = 0] = [data[at - next], data[at], data[at + next]]
    const slope = Math.abs(high - low) / 2
    if (slope < SLOPE) return
    edges++
    slopes += slope
    curves += Math.abs(high + low - 2 * middle)
  }
  for (let at = width; at < data.length - width; at++) {
    look(at, 1)
    look(at, width)
  }
  return edges < FEWEST_EDGES * width * height ? null : curves / slopes
}

export function motionSince(before: Grey | null, { data }: Grey): number {
  if (before === null || before.data.length !== data.length) return 255
  let sum = 0
  for (let at = 0; at < data.length; at += 4)
    sum += Math.abs((data[at] ?? 0) - (before.data[at] ?? 0))
  return (4 * sum) / data.length
}
