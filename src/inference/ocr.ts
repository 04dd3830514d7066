import { openModel } from './models'
import { cropBox, type LinePicture, type Page, pixelsOf, turnPage } from './mrz-page'
import { detectText } from './ocr-detect'
import { rowsQuad, type TextBox, type Turns, uncrop } from './ocr-geometry'
import { joinLines } from './ocr-lines'
import { LINE_HEIGHT_PX } from './ocr-recognize'
import { type OpenCv, withMats } from './opencv'

/** The text lines of a page turned by quarter turns, top to bottom; short ones are left out. */
export async function findLines(page: Page, turns: Turns): Promise<LinePicture[]> {
  const detector = await openModel('pp-ocrv4-detection')
  const { mat, map } = turnPage(page, turns)
  try {
    const boxes = await detectText(page.cv, detector, mat)
    return joinLines(boxes, mat.cols * 0.15).map((box) => {
      const { pixels, back } = cutLine(page.cv, mat, box)
      const quad = rowsQuad(pixels.width, 0, pixels.height, (point) => map(back(point)))
      return { pixels, quad }
    })
  } finally {
    mat.delete()
  }
}

function cutLine(cv: OpenCv, source: Parameters<typeof cropBox>[1], box: TextBox) {
  const scale = LINE_HEIGHT_PX / box.height
  const width = Math.max(16, Math.round(box.width * scale))
  return withMats((keep) => {
    const crop = keep(cropBox(cv, source, box, width, LINE_HEIGHT_PX, scale))
    return { pixels: pixelsOf(crop), back: uncrop(box, width, LINE_HEIGHT_PX, scale) }
  })
}
