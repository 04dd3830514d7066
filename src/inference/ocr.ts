import type { OcrLine } from '../documents/mrz/glyph'
import { openModel } from './models'
import { cropBox, type LinePicture, type Page, pixelsOf, turnPage } from './mrz-page'
import { detectText } from './ocr-detect'
import { rowsQuad, type TextBox, type Turns, uncrop } from './ocr-geometry'
import { joinLines } from './ocr-lines'
import { LINE_HEIGHT_PX, mrzAlphabet, recognizeLine } from './ocr-recognize'
import { type OpenCv, openCv, toMat, withMats } from './opencv'

/** Optical character recognition with PP-OCRv4. */
export type Ocr = {
  /** Reads pictures of single lines, whatever their height, as text of a machine-readable zone. */
  readMrzLines(pictures: LinePicture[]): Promise<OcrLine[]>
  /** Finds the text lines of a page turned by quarter turns, top to bottom; short ones are left out. */
  findLines(page: Page, turns: Turns): Promise<LinePicture[]>
}

/** Opens the recogniser at once and the detector when it is first needed. */
export async function createOcr(): Promise<Ocr> {
  const cv = await openCv()
  const recognizer = await openModel('pp-ocrv4-recognition')
  const alphabet = mrzAlphabet()
  const readLine = async (picture: LinePicture): Promise<OcrLine> => {
    const line = atLineHeight(cv, picture)
    return { glyphs: await recognizeLine(recognizer, line, alphabet), quad: picture.quad }
  }
  return {
    readMrzLines: async (pictures) => {
      const lines: OcrLine[] = []
      for (const picture of pictures) lines.push(await readLine(picture))
      return lines
    },
    findLines: async (page, turns) => findLines(page, turns),
  }
}

async function findLines(page: Page, turns: Turns): Promise<LinePicture[]> {
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

function atLineHeight(cv: OpenCv, { pixels }: LinePicture) {
  if (pixels.height === LINE_HEIGHT_PX) return pixels
  return withMats((keep) => {
    const mat = keep(toMat(cv, pixels))
    const width = Math.max(16, Math.round((pixels.width * LINE_HEIGHT_PX) / pixels.height))
    cv.resize(mat, mat, new cv.Size(width, LINE_HEIGHT_PX), 0, 0, cv.INTER_AREA)
    return pixelsOf(mat)
  })
}
