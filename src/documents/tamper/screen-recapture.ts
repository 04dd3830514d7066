import type { Box, Quad, RgbImage } from '../../vision/geometry'
import { luminance, median } from '../../vision/luminance'
import { areaOf, contains, quadOfBox } from '../../vision/quads'
import { peakOverRing } from '../../vision/spectrum'
import { boundingBox } from '../../vision/transform'
import { type TamperSignal, tamperSignal } from './tamper-signal'

/**
 * SCREEN_RECAPTURE: a screen's raster and the sensor's beat against each other (moiré), so one fine pattern stands out
 * everywhere on the page. The value is the median over up to nine patches of the strongest pattern's amplitude over
 * the median amplitude of patterns as fine. Measured on the image as uploaded: making it smaller removes the pattern.
 */
export function screenRecapture(image: RgbImage, page: Quad): TamperSignal {
  const patches = patchesOn(image, page)
  if (patches.length < LEAST_PATCHES)
    return tamperSignal('SCREEN_RECAPTURE', null, 'The page is too small in the image.')
  const value = median(patches.map((box) => peakOverRing(luminance(image, box))))
  return tamperSignal('SCREEN_RECAPTURE', value, `${patches.length} patches`, page)
}

const PATCH_PX = 128
const LEAST_PATCHES = 4
const PLACES = [0.2, 0.5, 0.8]

/** Squares around nine places of the page's box that lie wholly on the page and in the image. */
function patchesOn(image: RgbImage, page: Quad): Box[] {
  if (areaOf(page) <= 0) return []
  const around = boundingBox(page)
  return PLACES.flatMap((down) =>
    PLACES.map((across) => ({
      x: Math.round(around.x + across * around.width - PATCH_PX / 2),
      y: Math.round(around.y + down * around.height - PATCH_PX / 2),
      width: PATCH_PX,
      height: PATCH_PX,
    })),
  ).filter(
    (box) => isInside(image, box) && quadOfBox(box).every((corner) => contains(page, corner)),
  )
}

function isInside(image: RgbImage, { x, y, width, height }: Box): boolean {
  return x >= 0 && y >= 0 && x + width <= image.width && y + height <= image.height
}
