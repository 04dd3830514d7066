import type { Mat } from '@techstark/opencv-js'
import type { Point, Quad } from '../vision/geometry'
import {
  crossing,
  endsOf,
  type Frame,
  findSide,
  likelihood,
  type Reach,
  type Side,
  type SideLine,
} from '../vision/page-edges'
import { type CardSize, type PageSize, pixelsPerMm, type SideSource } from '../vision/page-geometry'
import { areaOf, quadOverlap, scaleQuad } from '../vision/quads'
import { frameMap, resized, warpFrame } from './document-outline-warp'
import { type OpenCv, withMats } from './opencv'

/** Where the page should be, before its sides were looked at; `fromZone`: by the format's geometry alone. */
export type Guess = { quad: Quad; size: CardSize; page: PageSize; fromZone: boolean }

type Sides = [SideSource, SideSource, SideSource, SideSource]
type Placed = { quad: Quad; sides: Sides }

/**
 * How a pass looks: pixels per millimetre, width of the cells compared, how far each side may lie away, in mm, and at
 * what distance it is unlikely.
 */
type Pass = { scale: number; step: number; reach: Reach; unlikely: Reach }

/** A zone's geometry is exact near the zone; perspective and the printer's freedom add up towards the page's top. */
const ZONE_PASSES: Pass[] = [
  {
    scale: 3,
    step: 0.5,
    reach: { near: 7, far: 22 },
    unlikely: { near: 6, far: 14 },
  },
  { scale: 5, step: 0.25, reach: { near: 4, far: 5 }, unlikely: { near: 4, far: 5 } },
]
const CONTOUR_PASSES: Pass[] = [
  { scale: 5, step: 0.25, reach: { near: 4, far: 4 }, unlikely: { near: 4, far: 4 } },
]

/** A colour step of so many levels along a side is an edge; weaker ones are noise or the page's own print. */
const LEAST_CONTRAST = 8

/** Looks for the four sides near a guess, first coarsely, then finely. */
export function placeSides(cv: OpenCv, rgb: Mat, guess: Guess): Placed {
  const passes = guess.fromZone ? ZONE_PASSES : CONTOUR_PASSES
  return withMats((keep) => {
    const scale = Math.min(1, 6 / pixelsPerMm(guess))
    const small = scale < 1 ? keep(resized(cv, rgb, scale)) : rgb
    let placed: Placed = {
      quad: scaleQuad(guess.quad, scale),
      sides: ['PREDICTED', 'PREDICTED', 'PREDICTED', 'PREDICTED'],
    }
    for (const pass of passes) placed = look(cv, small, guess.page, placed, pass)
    return { quad: scaleQuad(placed.quad, 1 / scale), sides: placed.sides }
  })
}

function look(cv: OpenCv, rgb: Mat, page: PageSize, before: Placed, pass: Pass): Placed {
  const map = frameMap(page, before.quad, pass.scale, pass.reach.far + 2)
  const frame: Frame = {
    ...warpFrame(cv, rgb, map),
    margin: map.margin,
    pixelsPerMm: pass.scale,
  }
  const seen = ([0, 1, 2, 3] as const).map((side) => seek(frame, side, pass))
  const photographed = seen.filter(standsOut).length >= 2
  const borderContrast = photographed ? BORDER_CONTRAST.photograph : BORDER_CONTRAST.scan
  const [top, right, bottom, left] = seen.map((sight) => locate(frame, sight, borderContrast))
  if (!top || !right || !bottom || !left) return before
  const corners = [
    crossing(left.ends, top.ends),
    crossing(top.ends, right.ends),
    crossing(right.ends, bottom.ends),
    crossing(bottom.ends, left.ends),
  ]
  const quad = corners.flatMap((corner) => (corner ? [map.toImage(corner)] : []))
  if (!isPlausible(quad, before.quad)) return before
  return { quad, sides: [top.source, right.source, bottom.source, left.source] }
}

/** Whether it is a quad at all and still about where it was. */
function isPlausible(quad: Point[], before: Quad): quad is Quad {
  return quad.length === 4 && areaOf(quad) > 0 && quadOverlap(quad as Quad, before) > 0.5
}

/** What is near a side's expected place: the best edge, the image's border; how likely a line there is (0..1). */
type Sight = {
  side: Side
  edge: SideLine | null
  border: SideLine | null
  likelihood(line: SideLine): number
}

function seek(frame: Frame, side: Side, { reach, unlikely, step }: Pass): Sight {
  const ends = endDistances(side, reach)
  const scale = endDistances(side, unlikely)
  return {
    side,
    edge: findSide(frame, side, { ends, scale, step }),
    border: borderLine(frame, side, ends),
    likelihood: ({ from, to }) => likelihood(from / scale[0], to / scale[1]),
  }
}

/** The top is far from the zone at both its ends, the bottom near, right and left far above and near below. */
function endDistances(side: Side, { near, far }: Reach): [number, number] {
  if (side === 0) return [far, far]
  return side === 2 ? [near, near] : [far, near]
}

type Located = { ends: [Point, Point]; source: SideSource }

/**
 * The side on an edge, or on the image's border if that is likelier, else where it was expected. A border near the
 * expected place means a tight scan, whose page has lines of print that look like edges.
 */
function locate(frame: Frame, sight: Sight, borderContrast: number): Located {
  const { side, edge, border } = sight
  const bar = border === null ? 0 : borderContrast * sight.likelihood(border)
  if (edge && edge.contrast >= LEAST_CONTRAST && edge.contrast * sight.likelihood(edge) >= bar)
    return { ends: endsOf(frame, side, edge), source: 'EDGE' }
  if (border !== null) return { ends: endsOf(frame, side, border), source: 'IMAGE_BORDER' }
  const expected: SideLine = { from: 0, to: 0, contrast: 0 }
  return { ends: endsOf(frame, side, expected), source: 'PREDICTED' }
}

/** A strong edge far from the image's border: the page was photographed with its surroundings. */
function standsOut({ edge, border }: Sight): boolean {
  return edge !== null && edge.contrast >= STRONG_CONTRAST && border === null
}

/** The image's border weighs as much as an edge with a step of so many grey levels; less where two sides stand out. */
const BORDER_CONTRAST = { scan: 25, photograph: 8 }
const STRONG_CONTRAST = 30

/** Where the image ends near the ends of the expected side; null when it does not, or far from there. */
function borderLine(frame: Frame, side: Side, [from, to]: [number, number]): SideLine | null {
  const first = borderAt(frame, side, 0, from)
  const last = borderAt(frame, side, 1, to)
  return first === null || last === null ? null : { from: first, to: last, contrast: 0 }
}

const BORDER_STEP_MM = 0.25

/** Going outwards at one end of a side: how far, in mm, until the image ends. */
function borderAt(frame: Frame, side: Side, end: 0 | 1, reach: number): number | null {
  for (let out = -reach; out <= reach; out += BORDER_STEP_MM) {
    const line = { from: out, to: out, contrast: 0 }
    const [first, last] = endsOf(frame, side, line)
    const share = end === 0 ? 0.1 : 0.9
    const x = Math.round(first.x + (last.x - first.x) * share)
    const y = Math.round(first.y + (last.y - first.y) * share)
    if (frame.inside[y * frame.picture.width + x] !== 1) return out > -reach ? out : null
  }
  return null
}
