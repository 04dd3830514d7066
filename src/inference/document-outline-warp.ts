import type { Mat } from '@techstark/opencv-js'
import type { Point, Quad, RgbImage } from '../vision/geometry'
import { type Homography, homography, project } from '../vision/homography'
import type { PageSize } from '../vision/page-geometry'
import { quadOfBox } from '../vision/quads'
import { pixelsOf } from './mrz-page'
import { type OpenCv, withMats } from './opencv'

/** A picture of a page with `margin` pixels around it: its size, and from its pixels into the image. */
export type FrameMap = {
  width: number
  height: number
  margin: number
  matrix: Homography
  toImage(point: Point): Point
}

/** The straight view of a page at `scale` pixels a millimetre, with `marginMm` around it. */
export function frameMap(page: PageSize, quad: Quad, scale: number, marginMm: number): FrameMap {
  const margin = Math.round(marginMm * scale)
  const [across, down] = [Math.round(page.width * scale), Math.round(page.height * scale)]
  const matrix = homography(quadOfBox({ x: margin, y: margin, width: across, height: down }), quad)
  const size = { width: across + 1 + 2 * margin, height: down + 1 + 2 * margin }
  return { ...size, margin, matrix, toImage: (point) => project(matrix, point) }
}

/** The view's pixels, and for each whether it lies within the image (1) or beyond its border (0). */
export function warpFrame(
  cv: OpenCv,
  rgb: Mat,
  map: FrameMap,
): { picture: RgbImage; inside: Uint8Array } {
  return withMats((keep) => {
    const picture = pixelsOf(keep(warpPerspective(cv, rgb, map, cv.BORDER_REPLICATE)))
    const all = keep(new cv.Mat(rgb.rows, rgb.cols, cv.CV_8UC1, new cv.Scalar(1)))
    const inside = keep(warpPerspective(cv, all, map, cv.BORDER_CONSTANT))
    return { picture, inside: new Uint8Array(inside.data) }
  })
}

/** A view of the image: bilinear. The caller frees it. */
export function warpPerspective(
  cv: OpenCv,
  source: Mat,
  { width, height, matrix }: { width: number; height: number; matrix: Homography },
  border: number,
): Mat {
  return withMats((keep) => {
    const numbers = keep(cv.matFromArray(3, 3, cv.CV_64F, [...matrix]))
    const out = new cv.Mat()
    const flags = cv.INTER_LINEAR | cv.WARP_INVERSE_MAP
    cv.warpPerspective(
      source,
      out,
      numbers,
      new cv.Size(width, height),
      flags,
      border,
      new cv.Scalar(),
    )
    return out
  })
}

/** The picture made smaller by `factor` (below 1), every pixel a mean. The caller frees it. */
export function resized(cv: OpenCv, source: Mat, factor: number): Mat {
  const out = new cv.Mat()
  const width = Math.max(1, Math.round(source.cols * factor))
  const height = Math.max(1, Math.round(source.rows * factor))
  cv.resize(source, out, new cv.Size(width, height), 0, 0, cv.INTER_AREA)
  return out
}
