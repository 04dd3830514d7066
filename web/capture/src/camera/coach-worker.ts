import type { Grey } from './lines'
import { measureDocument } from './measure-document'

/** Two pictures as a canvas gives them, RGBA: the frame with its margin, and a piece of it in full resolution. */
export type Look = { picture: ImageData; detail: ImageData }

let before: Grey | null = null

self.onmessage = ({ data }: MessageEvent<Look>) => {
  const picture = greyOf(data.picture)
  const measure = measureDocument(picture, greyOf(data.detail), before)
  before = picture
  self.postMessage(measure)
}

/** `burnt`: the share of pixels that are white in all colours. */
function greyOf({ width, height, data }: ImageData): Grey & { burnt: number } {
  const grey = new Uint8Array(width * height)
  let burnt = 0
  for (let at = 0, from = 0; at < grey.length; at++, from += 4) {
    const [red = 0, green = 0, blue = 0] = [data[from], data[from + 1], data[from + 2]]
    grey[at] = (77 * red + 150 * green + 29 * blue) >> 8
    if (red >= 250 && green >= 250 && blue >= 250) burnt++
  }
  return { width, height, data: grey, burnt: burnt / grey.length }
}
