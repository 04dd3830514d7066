import type { Quad, RgbImage } from '../../vision/geometry'
import { histogramOf, percentile, withinImage } from '../../vision/luminance'
import { contains } from '../../vision/quads'
import { boundingBox } from '../../vision/transform'
import { type TamperSignal, tamperSignal } from './tamper-signal'

/**
 * BLACK_AND_WHITE_COPY: documents are printed in colours. The value is the colourfulness (largest less smallest of red,
 * green and blue, relative to the page's cast) that one pixel in ten of the page exceeds, in grey levels.
 */
export function blackAndWhiteCopy(image: RgbImage, page: Quad): TamperSignal {
  const pixels = pixelsOn(image, page)
  if (pixels.length === 0)
    return tamperSignal('BLACK_AND_WHITE_COPY', null, 'The page is not in the image.')
  const cast = castOf(pixels)
  const colourfulness = pixels.map((pixel) => {
    const levels = pixel.map((value, channel) => value - (cast[channel] ?? 0))
    return Math.max(...levels) - Math.min(...levels)
  })
  const value = percentile(histogramOf(colourfulness), 0.9)
  return tamperSignal('BLACK_AND_WHITE_COPY', value, 'colourfulness of the page', page)
}

/** About so many pixels are looked at. */
const SAMPLES = 10_000

function pixelsOn(image: RgbImage, page: Quad): number[][] {
  const box = withinImage(image, boundingBox(page))
  const step = Math.max(1, Math.floor(Math.sqrt((box.width * box.height) / SAMPLES)))
  const pixels: number[][] = []
  for (let y = box.y; y < box.y + box.height; y += step)
    for (let x = box.x; x < box.x + box.width; x += step) {
      const at = 3 * (y * image.width + x)
      if (contains(page, { x, y })) pixels.push([...image.data.subarray(at, at + 3)])
    }
  return pixels
}

/** The colour of the light: the median of each channel less that of green. */
function castOf(pixels: number[][]): number[] {
  const medians = [0, 1, 2].map((channel) =>
    percentile(histogramOf(pixels.map((pixel) => pixel[channel] ?? 0)), 0.5),
  )
  return medians.map((value) => value - (medians[1] ?? 0))
}
