import type { Mat } from '@techstark/opencv-js'
import type { RgbImage } from '../vision/geometry'
import { cropMatrix, type PixelMap, uncrop } from './ocr-geometry'
import { type OpenCv, toMat, withMats } from './opencv'

/** A page turned so that its writing runs to the right, which `close` frees, and the map back to the image. */
export type UprightPage = { cv: OpenCv; rgb: Mat; toImage: PixelMap; close(): void }

/** Small pages are enlarged, for the detector misses small print; larger ones cost time and tell no more. */
const LONGEST_SIDE_PX = { min: 1200, max: 2200 }

/** The image turned by `-angle` degrees: writing that rose or fell by `angle` (clockwise) becomes level. */
export function uprightPage(cv: OpenCv, image: RgbImage, angle: number): UprightPage {
  const longest = Math.max(image.width, image.height)
  const { min, max } = LONGEST_SIDE_PX
  const scale = Math.min(max, Math.max(min, longest)) / longest
  const radians = (angle * Math.PI) / 180
  const cos = Math.abs(Math.cos(radians))
  const sin = Math.abs(Math.sin(radians))
  const width = Math.round((image.width * cos + image.height * sin) * scale)
  const height = Math.round((image.width * sin + image.height * cos) * scale)
  const whole = { ...image, x: image.width / 2, y: image.height / 2, angle }
  const rgb = withMats((keep) => {
    const source = keep(toMat(cv, image))
    const matrix = keep(cv.matFromArray(2, 3, cv.CV_64F, cropMatrix(whole, width, height, scale)))
    const turned = new cv.Mat()
    const sampling = scale < 1 ? cv.INTER_AREA : cv.INTER_CUBIC
    cv.warpAffine(source, turned, matrix, new cv.Size(width, height), sampling, cv.BORDER_REPLICATE)
    return turned
  })
  return { cv, rgb, toImage: uncrop(whole, width, height, scale), close: () => rgb.delete() }
}
