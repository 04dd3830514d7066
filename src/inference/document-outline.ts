import type { Mat } from '@techstark/opencv-js'
import type { Point, Quad, RgbImage } from '../vision/geometry'
import { homography, invertHomography, project } from '../vision/homography'
import {
  CARD_SIZES,
  type DocumentOutline,
  pageOf,
  pixelsPerMm,
  quarterTurnsOf,
  type SideSource,
  sizeByRatio,
  turnUpright,
  upOf,
} from '../vision/page-geometry'
import { quadOfBox, scaleQuad } from '../vision/quads'
import { pageAroundZone, type ZoneFormat } from '../vision/zone-geometry'
import { pageByContour } from './document-outline-contours'
import { type Guess, placeSides } from './document-outline-sides'
import { resized, warpPerspective } from './document-outline-warp'
import { pixelsOf } from './mrz-page'
import { type OpenCv, openCv, toMat, withMats } from './opencv'

/**
 * What is known before the page is looked for, in pixels of the image, corners in the order one reads them:
 * the machine-readable zone and its format, and the portrait's face (its first corner is the face's own upper left).
 */
export type OutlineHints = {
  mrzBox?: Quad | null
  mrzFormat?: ZoneFormat | null
  faceBox?: Quad | null
}

/** The page seen straight on, upright, `pixelsPerMm` pixels a millimetre, and where its pixels lie in the image. */
export type FlatPage = {
  image: RgbImage
  pixelsPerMm: number
  toImage(point: Point): Point
  toFlat(point: Point): Point
}

export type Outliner = {
  /** Finds the document that the hints lie on; about 0.1 s of one core. Never fails: see `DocumentOutline.kind`. */
  findOutline(image: RgbImage, hints: OutlineHints): Promise<DocumentOutline>
  /** Cuts the page out and takes its perspective away; what lies beyond the image is black. 12 pixels/mm by default. */
  flatten(image: RgbImage, outline: DocumentOutline, pixelsPerMm?: number): Promise<FlatPage>
}

/** Finds and flattens documents with OpenCV, which is loaded at the first call. */
export function createOutliner(): Outliner {
  return {
    findOutline: async (image, hints) => findOutline(await openCv(), image, hints),
    flatten: async (image, outline, scale = FLAT_PIXELS_PER_MM) =>
      flatten(await openCv(), image, outline, scale),
  }
}

/** About 300 dots per inch, the resolution that security printers and OCR are made for. */
const FLAT_PIXELS_PER_MM = 12

function findOutline(cv: OpenCv, image: RgbImage, hints: OutlineHints): DocumentOutline {
  return withMats((keep) => {
    const rgb = keep(toMat(cv, image))
    const guess = zoneGuess(hints) ?? contourGuess(cv, rgb, hints)
    if (guess === null) return wholeImage(image, hints)
    const { quad, sides } = placeSides(cv, rgb, guess)
    if (sides.every((side) => side === 'IMAGE_BORDER')) return wholeImage(image, hints, guess)
    const seen = sides.filter((side) => side !== 'PREDICTED').length
    const kind = seen >= 3 || !guess.fromZone ? 'FOUND' : 'FROM_ZONE'
    const { size, page } = guess
    return { kind, quad, quarterTurns: quarterTurnsOf(quad), size, page, sides }
  })
}

function zoneGuess({ mrzBox = null, mrzFormat = null }: OutlineHints): Guess | null {
  const around = mrzBox === null ? null : pageAroundZone(mrzBox, mrzFormat)
  return around === null ? null : { ...around, fromZone: true }
}

function contourGuess(cv: OpenCv, rgb: Mat, { faceBox = null }: OutlineHints): Guess | null {
  const found = pageByContour(cv, rgb, faceBox)
  if (found === null) return null
  const quad = turnUpright(found, faceBox === null ? lyingUp(found) : upOf(faceBox))
  const size = sizeByRatio(quad)
  return { quad, size, page: pageOf(quad, size), fromZone: false }
}

const BORDERS: [SideSource, SideSource, SideSource, SideSource] = [
  'IMAGE_BORDER',
  'IMAGE_BORDER',
  'IMAGE_BORDER',
  'IMAGE_BORDER',
]

/** No side was seen: the image's own border is taken for the page's. */
function wholeImage(
  { width, height }: RgbImage,
  { mrzBox, faceBox }: OutlineHints,
  guess?: Guess,
): DocumentOutline {
  const corners = quadOfBox({ x: -0.5, y: -0.5, width, height })
  const upright = mrzBox ?? faceBox
  const quad = upright ? turnUpright(corners, upOf(upright)) : corners
  const size = guess?.size ?? sizeByRatio(quad)
  const page = guess?.page ?? pageOf(quad, size)
  const quarterTurns = quarterTurnsOf(quad)
  return { kind: 'WHOLE_IMAGE', quad, quarterTurns, size, page, sides: BORDERS }
}

/** Without a zone or a face nothing says which way is up: a lying page with the image's own top up. */
function lyingUp(quad: Quad): Point {
  const lying = pageOf(quad, 'ID_1').width === CARD_SIZES.ID_1.width
  return lying ? { x: 0, y: -1 } : { x: -1, y: 0 }
}

function flatten(cv: OpenCv, image: RgbImage, outline: DocumentOutline, scale: number): FlatPage {
  const width = outline.page.width * scale
  const height = outline.page.height * scale
  const corners = quadOfBox({ x: -0.5, y: -0.5, width, height })
  const matrix = homography(corners, outline.quad)
  const back = invertHomography(matrix)
  const flat = withMats((keep) => {
    const rgb = keep(toMat(cv, image))
    const factor = Math.min(1, (FINER * scale) / pixelsPerMm(outline))
    const source = factor < 1 ? keep(resized(cv, rgb, factor)) : rgb
    const view = {
      width: Math.round(width),
      height: Math.round(height),
      matrix: homography(corners, scaleQuad(outline.quad, factor)),
    }
    return pixelsOf(keep(warpPerspective(cv, source, view, cv.BORDER_CONSTANT)))
  })
  return {
    image: flat,
    pixelsPerMm: scale,
    toImage: (point) => project(matrix, point),
    toFlat: (point) => project(back, point),
  }
}

/** An image more than so many times finer than the flat page is made smaller first, lest fine lines flicker. */
const FINER = 1.5
