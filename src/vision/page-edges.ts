import type { Point, RgbImage } from './geometry'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { abs, exp, max, min, round } = Math
const isUnseen = Number.isNaN

/** A side of the page: top, right, bottom, left. */
export type Side = 0 | 1 | 2 | 3

/**
 * A picture in which a page is expected upright between `margin` and the picture's edge less `margin`, all in pixels;
 * `pixelsPerMm` is its scale, `inside` is 1 where the picture shows the image and 0 beyond the image's border.
 */
export type Frame = { picture: RgbImage; inside: Uint8Array; margin: number; pixelsPerMm: number }

/** How far from its expected place a side is looked for, in mm: at its end near the zone, and at its far end. */
export type Reach = { near: number; far: number }

/**
 * A side found: where it crosses the two ends of the expected side, in mm outwards of it; `contrast` is the step
 * in colour across it (0..about 300 grey levels over luminance and two differences of colour).
 */
export type SideLine = { from: number; to: number; contrast: number }

/** The step between neighbouring cells across a side, in mm, and along it. */
type Grid = { across: number; along: number; offsets: number; places: number; reach: number }

/**
 * Where to look, in mm: how far from the ends of the expected side (in reading order: left before right, top before
 * bottom), at what distances there a side is unlikely, and the width of the cells whose colours are compared.
 */
export type Search = { ends: [number, number]; scale: [number, number]; step: number }

/**
 * The straight line along which colour changes most from the page to what is around it, near the expected side; null
 * where nothing can be seen (all beyond the image's border).
 */
export function findSide(frame: Frame, side: Side, { ends, scale, step }: Search): SideLine | null {
  const grid = gridOf(frame, side, max(...ends), step)
  const steps = stepsAcross(cellsOf(frame, side, grid), grid)
  const [fromCells, toCells] = [round(ends[0] / step), round(ends[1] / step)]
  const middle = (grid.offsets - 1) / 2
  let best: SideLine | null = null
  let most = 0
  for (let from = -fromCells; from <= fromCells; from++)
    for (let to = -toCells; to <= toCells; to++) {
      const { contrast, cells } = contrastAlong(steps, grid, middle + from, middle + to)
      const score =
        contrast *
        likelihood((from * step) / scale[0], (to * step) / scale[1]) *
        enough(cells, grid)
      if (score <= most) continue
      most = score
      best = { from: from * step, to: to * step, contrast }
    }
  return best
}

/** Where the line crosses the expected side's ends, as points of the frame's picture. */
export function endsOf(frame: Frame, side: Side, { from, to }: SideLine): [Point, Point] {
  const { length } = extent(frame, side)
  const at = placer(frame, side)
  return [at(0, from * frame.pixelsPerMm), at(length, to * frame.pixelsPerMm)]
}

/** The corner in which two lines meet, each given by two points; null when they are (nearly) parallel. */
export function crossing([a, b]: [Point, Point], [c, d]: [Point, Point]): Point | null {
  const [dx, dy, ex, ey] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y]
  const area = dx * ey - dy * ex
  if (abs(area) < 1e-6) return null
  const share = ((c.x - a.x) * ey - (c.y - a.y) * ex) / area
  return { x: a.x + share * dx, y: a.y + share * dy }
}

/** Cells along a side that a line must cross within the image to count in full, as a share. */
const FULL_COVER = 0.6

/** The share of a side left out at each end: corners are round, and neighbours' edges end there. */
const CORNER_SHARE = 0.06

/** A step of more than so many grey levels counts as so many: a few dark letters are no side. */
const MOST_STEP = 40

function gridOf(frame: Frame, side: Side, reach: number, step: number): Grid {
  const { length } = extent(frame, side)
  const along = max(1, step * 2)
  const places = max(4, round(((1 - 2 * CORNER_SHARE) * length) / frame.pixelsPerMm / along))
  return { across: step, along, offsets: 2 * round(reach / step) + 1, places, reach }
}

function extent({ picture, margin }: Frame, side: Side): { length: number } {
  const across = side % 2 === 0 ? picture.width : picture.height
  return { length: across - 1 - 2 * margin }
}

/** From (along the expected side, outwards of it), in pixels, to a point of the picture. */
function placer({ picture, margin }: Frame, side: Side) {
  const right = picture.width - 1 - margin
  const bottom = picture.height - 1 - margin
  return (along: number, out: number): Point => {
    if (side === 0) return { x: margin + along, y: margin - out }
    if (side === 1) return { x: right + out, y: margin + along }
    if (side === 2) return { x: margin + along, y: bottom + out }
    return { x: margin - out, y: margin + along }
  }
}

/** Luminance, red less luminance, blue less luminance of every cell; NaN beyond the image. Places before offsets. */
function cellsOf(frame: Frame, side: Side, grid: Grid): Float32Array {
  const { offsets, places, across, along } = grid
  const rows = offsets + 2
  const cells = new Float32Array(3 * places * rows)
  const at = placer(frame, side)
  const { length } = extent(frame, side)
  const scale = frame.pixelsPerMm
  const colour = new Float32Array(3)
  for (let place = 0; place < places; place++)
    for (let row = 0; row < rows; row++) {
      const out = (row - (rows - 1) / 2) * across * scale
      const start = CORNER_SHARE * length + place * along * scale
      meanColour(frame, at(start, out), at(start + along * scale, out + across * scale), colour)
      cells.set(colour, 3 * (place * rows + row))
    }
  return cells
}

/** The mean over the pixels between two corners; NaN when one of the corners is beyond the image. */
function meanColour(frame: Frame, from: Point, to: Point, colour: Float32Array): void {
  const { picture, inside } = frame
  const left = round(min(from.x, to.x))
  const top = round(min(from.y, to.y))
  const right = max(left + 1, round(max(from.x, to.x)))
  const bottom = max(top + 1, round(max(from.y, to.y)))
  let [red, green, blue] = [0, 0, 0]
  colour.fill(Number.NaN)
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const index = y * picture.width + x
      if (x < 0 || x >= picture.width || inside[index] !== 1) return
      red += picture.data[3 * index] ?? 0
      green += picture.data[3 * index + 1] ?? 0
      blue += picture.data[3 * index + 2] ?? 0
    }
  const count = (bottom - top) * (right - left)
  const luminance = (0.299 * red + 0.587 * green + 0.114 * blue) / count
  colour[0] = luminance
  colour[1] = red / count - luminance
  colour[2] = blue / count - luminance
}

/** For each place and offset the colour outside less the colour inside, cut to what one place may say; NaN unseen. */
function stepsAcross(cells: Float32Array, { offsets, places }: Grid): Float32Array {
  const rows = offsets + 2
  const steps = new Float32Array(3 * places * offsets)
  for (let place = 0; place < places; place++)
    for (let offset = 0; offset < offsets; offset++)
      for (let channel = 0; channel < 3; channel++) {
        const inner = cells[3 * (place * rows + offset) + channel] ?? Number.NaN
        const outer = cells[3 * (place * rows + offset + 2) + channel] ?? Number.NaN
        steps[3 * (place * offsets + offset) + channel] = clamp(outer - inner)
      }
  return steps
}

function clamp(step: number): number {
  return max(-MOST_STEP, min(MOST_STEP, step))
}

/** The length of the mean step over the places of a line, and how many of them were seen. */
function contrastAlong(steps: Float32Array, grid: Grid, from: number, to: number) {
  const { places, offsets } = grid
  let [first, second, third, cells] = [0, 0, 0, 0]
  for (let place = 0; place < places; place++) {
    const offset = round(from + ((to - from) * (place + 0.5)) / places)
    const at = 3 * (place * offsets + offset)
    const value = steps[at] ?? Number.NaN
    if (isUnseen(value)) continue
    first += value
    second += steps[at + 1] ?? 0
    third += steps[at + 2] ?? 0
    cells++
  }
  const squares = first * first + second * second + third * third
  return { contrast: cells === 0 ? 0 : squares ** 0.5 / cells, cells }
}

/**
 * How likely a side is that crosses the ends of the expected one at these shares of the distance at which it
 * is unlikely: 1 at its expected place, 0.37 at that distance, as much when turned by it.
 */
export function likelihood(from: number, to: number): number {
  const shift = (from + to) / 2
  const turn = (to - from) / 2
  return exp(-shift * shift - turn * turn)
}

function enough(cells: number, { places }: Grid): number {
  return min(1, cells / places / FULL_COVER)
}
