import type { Box, Quad, RgbImage } from '../../vision/geometry'
import { median, withinImage } from '../../vision/luminance'
import { boundingBox } from '../../vision/transform'
import { type TamperSignal, tamperSignal } from './tamper-signal'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { abs } = Math

/** A field to look at: what it is called in the report, and where it stands in pixels of the image. */
export type FieldPlace = { name: string; box: Quad }

/**
 * DOUBLE_COMPRESSION: text put in after the photograph was saved changes more when the image is saved again than text
 * that was saved with it (error level analysis). `again` is the image after one more JPEG at quality 90; it must be
 * made from the upload's own bytes: our normalised copy was saved once more and has lost most of the difference. The
 * value is the largest change of a field over the median of the others, both relative to the print in the field.
 */
export function doubleCompression(
  image: RgbImage,
  again: RgbImage,
  fields: FieldPlace[],
): TamperSignal {
  const changes = fields.flatMap(({ name, box }) => {
    const change = relativeChange(image, again, withinImage(image, boundingBox(box)))
    return change === null ? [] : [{ name, box, change }]
  })
  if (again.width !== image.width || again.height !== image.height || changes.length < LEAST_FIELDS)
    return tamperSignal('DOUBLE_COMPRESSION', null, 'There are too few fields to compare.')
  const most = changes.reduce((best, next) => (next.change > best.change ? next : best))
  const others = changes.filter((field) => field !== most).map(({ change }) => change)
  const value = most.change / Math.max(LEAST_CHANGE, median(others))
  return tamperSignal('DOUBLE_COMPRESSION', value, `most in ${most.name}`, most.box)
}

const LEAST_FIELDS = 4

/** Changes below this share of the print are rounding: an image saved at the same quality hardly changes. */
const LEAST_CHANGE = 0.05
const LEAST_PIXELS = 256

/** The mean change of a pixel over the mean step between neighbours; null where there is nothing to measure. */
function relativeChange(image: RgbImage, again: RgbImage, box: Box): number | null {
  if (box.width * box.height < LEAST_PIXELS) return null
  let change = 0
  let print = 0
  for (let y = box.y; y < box.y + box.height; y++)
    for (let x = box.x; x < box.x + box.width; x++) {
      const at = 3 * (y * image.width + x) + 1
      const value = image.data[at] ?? 0
      change += abs(value - (again.data[at] ?? 0))
      print += abs(value - (image.data[at + 3] ?? value))
    }
  return print > 0 ? change / print : null
}
