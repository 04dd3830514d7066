import type { Box, RgbImage } from './geometry'

/** The part of an image inside a box; the box is widened to whole pixels and cut to the image. */
export function crop(image: RgbImage, { x, y, width, height }: Box): RgbImage {
  const left = Math.max(0, Math.floor(x))
  const top = Math.max(0, Math.floor(y))
  const columns = Math.min(image.width, Math.ceil(x + width)) - left
  const rows = Math.min(image.height, Math.ceil(y + height)) - top
  const data = new Uint8Array(columns * rows * 3)
  for (let row = 0; row < rows; row++) {
    const start = ((top + row) * image.width + left) * 3
    data.set(image.data.subarray(start, start + columns * 3), row * columns * 3)
  }
  return { width: columns, height: rows, data }
}
