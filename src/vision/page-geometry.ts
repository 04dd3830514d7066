import type { Point, Quad } from './geometry'
import { sidesOf, turnQuad } from './quads'

/** The card sizes of ISO/IEC 7810: ID-1 (cards), ID-2 (old identity cards, small visas), ID-3 (passport pages). */
export type CardSize = 'ID_1' | 'ID_2' | 'ID_3'

/** A side's length in millimetres. */
export type PageSize = { width: number; height: number }

/** Nominal sizes in millimetres, lying (ISO/IEC 7810 §5; ICAO 9303-4, -5 and -6). */
export const CARD_SIZES: Record<CardSize, PageSize> = {
  ID_1: { width: 85.6, height: 53.98 },
  ID_2: { width: 105, height: 74 },
  ID_3: { width: 125, height: 88 },
}

/** How a side of the page was placed: on an edge seen, on the image's own border, or by the format's geometry alone. */
export type SideSource = 'EDGE' | 'IMAGE_BORDER' | 'PREDICTED'

/**
 * Where a document lies in an image. `quad`: its corners as one reads it, so the first is the document's own top left;
 * it may leave the image. `quarterTurns`: how often the image must be turned clockwise to bring the document upright.
 * `sides`: top, right, bottom and left of the upright document. `kind`: at least three sides seen (FOUND), the image is
 * the page (WHOLE_IMAGE), or mostly computed from the machine-readable zone (FROM_ZONE).
 */
export type DocumentOutline = {
  kind: 'FOUND' | 'WHOLE_IMAGE' | 'FROM_ZONE'
  quad: Quad
  quarterTurns: 0 | 1 | 2 | 3
  size: CardSize
  /** The page as it stands, in millimetres: higher than wide where the document is read upright like a portrait. */
  page: PageSize
  sides: [SideSource, SideSource, SideSource, SideSource]
}

/** Pixels per millimetre in the middle of the page, the mean over its two directions. */
export function pixelsPerMm(outline: Pick<DocumentOutline, 'page' | 'quad'>): number {
  const { across, down } = sidesOf(outline.quad)
  return (across / outline.page.width + down / outline.page.height) / 2
}

/** How many clockwise quarter turns of the image bring the quad's top side to the top. */
export function quarterTurnsOf([topLeft, topRight]: Quad): DocumentOutline['quarterTurns'] {
  const angle = Math.atan2(topRight.y - topLeft.y, topRight.x - topLeft.x)
  const turned = Math.round(angle / (Math.PI / 2)) + 4
  return ([0, 3, 2, 1] as const)[turned % 4] ?? 0
}

/** The card size whose ratio of long to short side is nearest; ID-2 and ID-3 are alike, the larger is taken. */
export function sizeByRatio(quad: Quad): CardSize {
  const { across, down } = sidesOf(quad)
  const ratio = Math.max(across, down) / Math.max(1, Math.min(across, down))
  return ratio > ID_1_RATIO ? 'ID_1' : 'ID_3'
}

/** The page's size in millimetres as the quad shows it: lying, or standing where it is higher than wide. */
export function pageOf(quad: Quad, size: CardSize): PageSize {
  const { width, height } = CARD_SIZES[size]
  const { across, down } = sidesOf(quad)
  return across >= down ? { width, height } : { width: height, height: width }
}

/** The quad read with the corner first that makes `up` (a direction in the image) point to its top. */
export function turnUpright(quad: Quad, up: Point): Quad {
  const steps = [0, 1, 2, 3]
  const towards = (step: number) => {
    const [topLeft, , , bottomLeft] = turnQuad(quad, step)
    const side = { x: topLeft.x - bottomLeft.x, y: topLeft.y - bottomLeft.y }
    return (side.x * up.x + side.y * up.y) / Math.max(1e-9, Math.hypot(side.x, side.y))
  }
  const best = steps.reduce((chosen, step) => (towards(step) > towards(chosen) ? step : chosen), 0)
  return turnQuad(quad, best)
}

/** The direction from a quad's bottom to its top, of length 1. */
export function upOf([topLeft, topRight, bottomRight, bottomLeft]: Quad): Point {
  const x = topLeft.x + topRight.x - bottomLeft.x - bottomRight.x
  const y = topLeft.y + topRight.y - bottomLeft.y - bottomRight.y
  const length = Math.max(1e-9, Math.hypot(x, y))
  return { x: x / length, y: y / length }
}

/** Half way between ID-1's 1.586 and ID-3's 1.420. */
const ID_1_RATIO = 1.5
