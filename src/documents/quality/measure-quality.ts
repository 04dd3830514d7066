import type { Quad, RgbImage } from '../../vision/geometry'
import { meets } from '../../vision/limit'
import { type DocumentOutline, pixelsPerMm } from '../../vision/page-geometry'
import { shareOutside } from '../../vision/quads'
import { type Light, lightOn, type PrintOn, printOn } from '../../vision/region-light'
import type { Print } from '../../vision/sharpness'
import { QUALITY_LIMITS, type QualityName } from './quality-limits'

/**
 * A part of the document to measure: `TEXT` is a field or zone, its quad tight around the print; `FACE` the face on the
 * portrait, without its background, which is often white. A face is not judged by its brightness, which is skin's too. `box` is in pixels of the image.
 */
export type QualityRegion = { name: string; kind: 'TEXT' | 'FACE'; box: Quad }

/**
 * One property of one region (`PAGE`: the whole document): its value, and whether it passes the limit. `value` is null
 * where there was nothing to measure, which passes. `message` tells the applicant what to do, and is empty where the
 * value passes.
 */
export type QualityMeasure = {
  name: QualityName
  region: string
  value: number | null
  limit: number
  unit: string
  passes: boolean
  message: string
  box: Quad
}

/**
 * Whether the photograph is good enough, over all and for each region: what is too small, cut off, too dark or bright,
 * blurred, faint or under a reflection (told of texts and the face alone: a page has white parts). The image must be as uploaded (upright), not flattened: smoothing hides blur.
 * Whether a finger covers print is not measured.
 */
export function measureQuality(
  image: RgbImage,
  regions: QualityRegion[],
  outline: DocumentOutline,
): QualityMeasure[] {
  const scale = pixelsPerMm(outline)
  const light = lightOn(image, outline.quad)
  const overall = [
    judge('TOO_SMALL', PAGE, scale, outline.quad),
    judge('CUT_OFF', PAGE, 100 * shareOutside(outline.quad, image), outline.quad),
    judge('TOO_DARK', PAGE, light?.bright ?? null, outline.quad),
  ]
  return [...overall, ...regions.flatMap((region) => ofRegion(image, region, scale))]
}

/** The name of the whole document among the regions. */
export const PAGE = 'PAGE'

function ofRegion(
  image: RgbImage,
  { name, kind, box }: QualityRegion,
  scale: number,
): QualityMeasure[] {
  const light = lightOn(image, box)
  const cutOff = judge('CUT_OFF', name, 100 * shareOutside(box, image), box)
  if (kind === 'FACE')
    return [cutOff, judge('GLARE', name, light === null ? null : 100 * light.whitePatch, box)]
  const print = printOn(image, box, scale)
  return [
    cutOff,
    judge('TOO_DARK', name, light?.bright ?? null, box),
    judge('GLARE', name, glareOn(light, print), box),
    judge('BLUR', name, print === null ? null : blurOf(print) / scale, box),
    judge('LOW_CONTRAST', name, print?.contrast ?? null, box),
    judge('TOO_BRIGHT', name, light?.dark ?? null, box),
  ]
}

function judge(name: QualityName, region: string, value: number | null, box: Quad): QualityMeasure {
  const { limit, unit, message } = QUALITY_LIMITS[name]
  const passes = value === null || meets(QUALITY_LIMITS[name], value)
  return { name, region, value, limit, unit, passes, message: passes ? '' : message, box }
}

/** The width that blur alone gives edges, in pixels: widths of a Gaussian add up by their squares. */
function blurOf({ edgeWidth }: Print): number {
  return Math.sqrt(Math.max(0, edgeWidth ** 2 - SHARP_EDGE_PX ** 2))
}

/** The width that `printOf` measures at sharp print. */
const SHARP_EDGE_PX = 2

/**
 * The percentage of a text in which a white patch has swallowed the print. Null where the paper itself is white: a
 * reflection cannot be told from it there, but TOO_BRIGHT and LOW_CONTRAST still tell of print that is gone.
 */
function glareOn(light: Light | null, print: PrintOn | null): number | null {
  if (light === null || print === null || light.middle >= WHITE_PAPER) return null
  return 100 * print.washedOut
}

const WHITE_PAPER = 245
