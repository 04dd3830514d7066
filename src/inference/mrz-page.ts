import type { Mat } from '@techstark/opencv-js'
import type { Quad, RgbImage } from '../vision/geometry'
import { cropMatrix, type PixelMap, type TextBox, type Turns, unturn } from './ocr-geometry'
import { type OpenCv, toMat, withMats } from './opencv'

/** The page as OpenCV holds it, at a workable size; `close` frees it. */
export type Page = {
  cv: OpenCv
  rgb: Mat
  scale: number
  image: { width: number; height: number }
  close(): void
}

/** A line of text cut out of the page: RGB pixels, and where its corners lie in the image. */
export type LinePicture = { pixels: RgbImage; quad: Quad }

const LONGEST_SIDE_PX = { min: 700, max: 2600 }

/** The image scaled to a longest side of 700 to 2600 pixels: enough for a readable zone, not more to search. */
export function openPage(cv: OpenCv, image: RgbImage): Page {
  const longest = Math.max(image.width, image.height)
  const { min, max } = LONGEST_SIDE_PX
  const scale = Math.min(max, Math.max(min, longest)) / longest
  const rgb = toMat(cv, image)
  if (scale !== 1) {
    const size = new cv.Size(Math.round(image.width * scale), Math.round(image.height * scale))
    cv.resize(rgb, rgb, size, 0, 0, scale < 1 ? cv.INTER_AREA : cv.INTER_CUBIC)
  }
  const { width, height } = image
  return { cv, rgb, scale, image: { width, height }, close: () => rgb.delete() }
}

/** The page turned clockwise, which the caller frees, and the map back to the image. */
export function turnPage(
  { cv, rgb, scale, image }: Page,
  turns: Turns,
): { mat: Mat; map: PixelMap } {
  const mat = new cv.Mat()
  const codes = [cv.ROTATE_90_CLOCKWISE, cv.ROTATE_180, cv.ROTATE_90_COUNTERCLOCKWISE]
  const code = codes[turns - 1]
  if (code === undefined) rgb.copyTo(mat)
  else cv.rotate(rgb, mat, code)
  return { mat, map: unturn(turns, scale, image.width, image.height) }
}

/** The picture around a box, upright, `width` x `height` pixels at `scale`; edges are drawn out. The caller frees it. */
export function cropBox(
  cv: OpenCv,
  source: Mat,
  box: TextBox,
  width: number,
  height: number,
  scale: number,
): Mat {
  return withMats((keep) => {
    const numbers = cropMatrix(box, width, height, scale)
    const matrix = keep(cv.matFromArray(2, 3, cv.CV_64F, numbers))
    const out = new cv.Mat()
    cv.warpAffine(
      source,
      out,
      matrix,
      new cv.Size(width, height),
      cv.INTER_CUBIC,
      cv.BORDER_REPLICATE,
    )
    return out
  })
}

/** A copy of a Mat's pixels as an RGB image; a grey Mat becomes grey RGB. */
export function pixelsOf({ rows, cols, data }: Mat): RgbImage {
  const count = rows * cols
  const pixels = new Uint8Array(count * 3)
  if (data.length === count * 3) pixels.set(data)
  else for (let i = 0; i < count; i++) pixels.fill(data[i] ?? 0, i * 3, i * 3 + 3)
  return { width: cols, height: rows, data: pixels }
}

/** Lines from top to bottom as they are when the page is turned by half. */
export function upsideDown(pictures: LinePicture[]): LinePicture[] {
  return pictures.map(halfTurned).reverse()
}

function halfTurned({ pixels, quad: [a, b, c, d] }: LinePicture): LinePicture {
  const { width, height, data } = pixels
  const turned = new Uint8Array(data.length)
  for (let i = 0; i < width * height; i++) {
    const from = (width * height - 1 - i) * 3
    turned.set(data.subarray(from, from + 3), i * 3)
  }
  return { pixels: { width, height, data: turned }, quad: [c, d, a, b] }
}
