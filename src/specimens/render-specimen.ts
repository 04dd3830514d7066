import { buildMrz, type MrzFields } from '../documents/mrz/build-mrz'
import { checkDigit } from '../documents/mrz/check-digit'
import { AppError } from '../errors'
import type { Box, Point, Quad, RgbImage } from '../vision/geometry'
import { type Camera, photograph } from './photograph'
import { createRandom, type Random } from './random'
import { LAYOUTS, type Layout, MRZ_PITCH_PX, type SpecimenFormat } from './specimen-layout'
import { specimenPage } from './specimen-page'
import { type Development, develop, portraitUri, renderSvg, shrink } from './specimen-pixels'

export type Degradation = 'none' | 'light' | 'phone' | 'hard'

/** What to render. Equal requests give equal bytes on one machine. */
export type SpecimenRequest = {
  format: SpecimenFormat
  fields: MrzFields
  /** The holder's photo: pixels, or a JPEG or PNG file; null draws a silhouette. */
  portrait: RgbImage | Buffer | null
  seed: number
  degrade: Degradation
  /** A forgery: the number printed in both zones, under the check digits of the number in `fields`. */
  edit?: { documentNumber: string }
}

/** The lines and fields printed, and where the portrait, the zone and the page lie in the image. */
export type SpecimenTruth = {
  format: SpecimenFormat
  lines: string[]
  fields: MrzFields
  portraitBox: Quad
  mrzBox: Quad
  pageBox: Quad
}

/**
 * A made-up document of the fictitious state Utopia, marked SPECIMEN, as a JPEG: the flat page (`none`, 300 dpi), or
 * photographed on a desk with growing trouble.
 * @throws AppError INVALID when fields do not fit the format, or the edited number would pass its check digit
 */
export async function renderSpecimen(
  request: SpecimenRequest,
): Promise<{ image: Buffer; truth: SpecimenTruth }> {
  const { format, portrait, seed, degrade } = request
  const random = createRandom(seed)
  const layout = LAYOUTS[format]
  const { lines, fields } = printedText(request)
  const uri = portrait === null ? null : await portraitUri(portrait)
  const page = await renderSvg(specimenPage(layout, { fields, lines, portraitUri: uri }, random))
  const { image, map } = await takePicture(page, degrade, random)
  const boxes = {
    portraitBox: quadOf(layout.portrait, map),
    mrzBox: quadOf(mrzBox(layout, lines), map),
    pageBox: quadOf({ x: 0, y: 0, width: layout.width, height: layout.height }, map),
  }
  return { image, truth: { format, lines, fields, ...boxes } }
}

/** The page as a JPEG, flat or photographed; `map` takes a point of the page to its place in the picture. */
export async function takePicture(
  page: RgbImage,
  degrade: Degradation,
  random: Random,
): Promise<{ image: Buffer; map: (point: Point) => Point }> {
  const { camera, development } = TROUBLES[degrade]
  const shot = camera === null ? flat(page) : await shoot(page, camera, random)
  return { image: await develop(shot.image, development, random), map: shot.map }
}

/** The corners of a box of the page, in the picture. */
export function quadOf({ x, y, width, height }: Box, map: (point: Point) => Point): Quad {
  return [
    map({ x, y }),
    map({ x: x + width, y }),
    map({ x: x + width, y: y + height }),
    map({ x, y: y + height }),
  ]
}

type Shot = { image: RgbImage; map: (point: Point) => Point }

const FRAME = { width: 1600, height: 1200 }

const TROUBLES: Record<Degradation, { camera: Camera | null; development: Development }> = {
  none: { camera: null, development: { blurPx: 0, noise: 0, quality: 92 } },
  light: {
    camera: { frame: FRAME, fill: 0.86, maxTurnDegrees: 2, maxSkew: 0.008, falloff: 0.1, glare: 0 },
    development: { blurPx: 0.5, noise: 2, quality: 90 },
  },
  phone: {
    camera: { frame: FRAME, fill: 0.78, maxTurnDegrees: 7, maxSkew: 0.03, falloff: 0.3, glare: 0 },
    development: { blurPx: 0.9, noise: 5, quality: 80 },
  },
  hard: {
    camera: {
      frame: FRAME,
      fill: 0.6,
      maxTurnDegrees: 12,
      maxSkew: 0.05,
      falloff: 0.45,
      glare: 0.7,
    },
    development: { blurPx: 1.3, noise: 9, quality: 60 },
  },
}

function printedText({ format, fields, edit }: SpecimenRequest) {
  const lines = buildMrz(format, fields)
  if (edit === undefined) return { lines, fields }
  const [before, after] = [fields.documentNumber, edit.documentNumber]
  const fits = /^[A-Z0-9]+$/.test(after) && after.length === before.length && after.length <= 9
  if (!fits || checkDigit(after) === checkDigit(before))
    throw new AppError(
      'INVALID',
      'The edited number must have as many characters as the true one, at most nine, and another check digit.',
    )
  const edited = lines.map((line) => line.replace(before, after))
  return { lines: edited, fields: { ...fields, documentNumber: after } }
}

function flat(image: RgbImage): Shot {
  return { image, map: (point) => point }
}

/** Shrinks the page first to about the size it takes up in the frame: one sample a pixel is then enough. */
async function shoot(page: RgbImage, camera: Camera, random: Random): Promise<Shot> {
  const width = Math.round(camera.frame.width * camera.fill)
  const small = width < page.width ? await shrink(page, width) : page
  const scale = (small.width - 1) / (page.width - 1)
  const { image, map } = photograph(small, camera, random)
  return { image, map: ({ x, y }) => map({ x: x * scale, y: y * scale }) }
}

/** Around the capitals of all lines: 29 pixels above the baseline, and a little air. */
function mrzBox({ mrz }: Layout, lines: string[]): Box {
  const top = (mrz.baselines[0] ?? 0) - 34
  const bottom = (mrz.baselines[mrz.baselines.length - 1] ?? 0) + 6
  return { x: mrz.x, y: top, width: (lines[0]?.length ?? 0) * MRZ_PITCH_PX, height: bottom - top }
}
