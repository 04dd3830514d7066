import type { Point, Quad } from './geometry'
import { CARD_SIZES, type CardSize, type PageSize } from './page-geometry'
import { distance } from './quads'

/** What the shape of a machine-readable zone says about its page. */
export type ZonePage = { size: CardSize; page: PageSize; quad: Quad }

/** The formats of a machine-readable zone that differ in their page (ICAO 9303-4 to -7, and the old French card). */
export type ZoneFormat = 'TD1' | 'TD2' | 'TD3' | 'MRV_A' | 'MRV_B' | 'FRENCH_ID'

/** How a zone stands on its page: characters in a line, and how many lines. */
type Arrangement = {
  size: CardSize
  page?: PageSize
  characters: number
  lines: number
  left: number
  centre: number
}

/**
 * `left`: from the page's left edge to the first character; `centre`: from the zone's middle to the page's bottom edge;
 * both in millimetres, nominal (ICAO 9303 leaves a millimetre or two to the printer).
 */
const ARRANGEMENTS: Record<ZoneFormat, Arrangement> = {
  TD3: { size: 'ID_3', characters: 44, lines: 2, left: 6.2, centre: 11.2 },
  TD2: { size: 'ID_2', characters: 36, lines: 2, left: 6.2, centre: 11.2 },
  TD1: { size: 'ID_1', characters: 30, lines: 3, left: 4.6, centre: 10.4 },
  MRV_A: {
    size: 'ID_3',
    page: { width: 120, height: 80 },
    characters: 44,
    lines: 2,
    left: 4.6,
    centre: 11.2,
  },
  MRV_B: { size: 'ID_2', characters: 36, lines: 2, left: 6.2, centre: 11.2 },
  FRENCH_ID: { size: 'ID_2', characters: 36, lines: 2, left: 6.2, centre: 11.2 },
}

/** Ten characters to the inch, six lines at a quarter of an inch and a sixth: OCR-B size 1 (ICAO 9303-3 §4.4). */
const PITCH_MM = 2.54
const ADVANCE_MM = 6.35
const CAPITAL_MM = 2.6

/**
 * The page around a machine-readable zone whose quad is given in reading order: a rectangle in the zone's own
 * direction and scale, so it knows nothing of perspective. Without the format it is guessed from the zone's shape.
 * Null when the zone has no extent.
 */
export function pageAroundZone(zone: Quad, format: ZoneFormat | null): ZonePage | null {
  const [topLeft, topRight, bottomRight, bottomLeft] = zone
  const width = (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2
  const height = (distance(topLeft, bottomLeft) + distance(topRight, bottomRight)) / 2
  if (width < 1 || height < 1) return null
  const arrangement = ARRANGEMENTS[format ?? formatByShape(width / height)]
  const page = arrangement.page ?? CARD_SIZES[arrangement.size]
  const zoneMm = PITCH_MM * arrangement.characters
  const middle = { x: arrangement.left + zoneMm / 2, y: page.height - arrangement.centre }
  const place = placer(zone, middle, width / zoneMm)
  const { width: right, height: bottom } = page
  const quad: Quad = [place(0, 0), place(right, 0), place(right, bottom), place(0, bottom)]
  return { size: arrangement.size, page, quad }
}

/** The format whose zone has nearly this ratio of width to height (on a scale of ratios). */
function formatByShape(ratio: number): ZoneFormat {
  const misfit = (format: ZoneFormat) => {
    const { characters, lines } = ARRANGEMENTS[format]
    const expected = (characters * PITCH_MM) / ((lines - 1) * ADVANCE_MM + CAPITAL_MM)
    return Math.abs(Math.log(ratio / expected))
  }
  const formats = ['TD3', 'TD2', 'TD1'] as const
  return formats.reduce((best, next) => (misfit(next) < misfit(best) ? next : best))
}

/** From millimetres on the page to the image: the zone's middle lies at `middle`, `scale` pixels are a millimetre. */
function placer(zone: Quad, middle: Point, scale: number) {
  const [topLeft, topRight, bottomRight, bottomLeft] = zone
  const along = {
    x: topRight.x + bottomRight.x - topLeft.x - bottomLeft.x,
    y: topRight.y + bottomRight.y - topLeft.y - bottomLeft.y,
  }
  const length = Math.hypot(along.x, along.y)
  const u = { x: (scale * along.x) / length, y: (scale * along.y) / length }
  const centre = {
    x: (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4,
    y: (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4,
  }
  return (x: number, y: number): Point => ({
    x: centre.x + u.x * (x - middle.x) - u.y * (y - middle.y),
    y: centre.y + u.y * (x - middle.x) + u.x * (y - middle.y),
  })
}
