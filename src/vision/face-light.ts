import type { MeshPoint } from './face-geometry'
import { EYES } from './face-measures'
import type { Box, RgbImage } from './geometry'
import { type Light, lightAround, lightOfDiscs } from './light'

/** Middles of cheeks and forehead in MediaPipe's mesh. */
const SKIN = [50, 280, 205, 425, 9, 151, 108, 337]

/** Radius of the discs over the distance between the outer corners of the eyes. */
const DISC = 0.11

/** How far the person reaches, in widths and heights of the face's box: hair and shoulders. */
const ASIDE = 0.8
const ABOVE = 0.7

/** The light that comes from the skin of a face. */
export function skinLight(image: RgbImage, mesh: readonly MeshPoint[]): Light | null {
  const [left, right] = [mesh[EYES[0].corners[0]], mesh[EYES[1].corners[0]]]
  if (left === undefined || right === undefined) return null
  const radius = DISC * Math.hypot(left.x - right.x, left.y - right.y)
  const centres = SKIN.flatMap((index) => mesh[index] ?? [])
  return lightOfDiscs(image, centres, radius)
}

/** The light that comes from around a person, beside and above the face. */
export function backgroundLight(image: RgbImage, face: Box): Light | null {
  return lightAround(image, {
    x: face.x - ASIDE * face.width,
    y: face.y - ABOVE * face.height,
    width: (1 + 2 * ASIDE) * face.width,
    height: image.height,
  })
}
