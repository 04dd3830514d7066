import type { Mat } from '@techstark/opencv-js'
import type { SeenLine } from '../documents/mrz/seen-line'
import type { Model } from './models'
import { openModel } from './models'
import type { LinePicture } from './mrz-page'
import { type OpenCv, openCv, toMat, withMats } from './opencv'

/** Width and height of the pictures the network reads (models/train/mrz/synthesis.py). */
const WIDTH_PX = 840
const HEIGHT_PX = 36

/** Reads pictures of single lines of a machine-readable zone with our own network (`mrz-lines`). */
export type MrzRecognizer = { readLines(pictures: LinePicture[]): Promise<SeenLine[]> }

/** Opens the network. @throws Error when its file is missing or differs from the manifest */
export async function createMrzRecognizer(): Promise<MrzRecognizer> {
  const cv = await openCv()
  const model = await openModel('mrz-lines')
  return {
    readLines: async (pictures) => (pictures.length === 0 ? [] : readLines(cv, model, pictures)),
  }
}

async function readLines(cv: OpenCv, model: Model, pictures: LinePicture[]): Promise<SeenLine[]> {
  const size = WIDTH_PX * HEIGHT_PX
  const data = new Float32Array(pictures.length * size)
  pictures.forEach(({ pixels }, i) => {
    data.set(
      withMats((keep) => normalized(cv, keep(toMat(cv, pixels)))),
      i * size,
    )
  })
  const dims = [pictures.length, 1, HEIGHT_PX, WIDTH_PX]
  const outputs = await model.run({ [model.inputNames[0] ?? '']: { data, dims } })
  const output = outputs[model.outputNames[0] ?? '']
  if (output === undefined) throw new Error('The reader of machine-readable zones gave no output.')
  const [, steps = 0, classes = 0] = output.dims
  return pictures.map(({ quad }, i) => ({
    probabilities: Float64Array.from(
      output.data.subarray(i * steps * classes, (i + 1) * steps * classes),
    ),
    steps,
    quad,
  }))
}

/** Grey, squeezed to the network's size, mean 0 and deviation 1. */
function normalized(cv: OpenCv, rgb: Mat): Float32Array {
  cv.cvtColor(rgb, rgb, cv.COLOR_RGB2GRAY)
  const smaller = rgb.cols >= WIDTH_PX
  cv.resize(
    rgb,
    rgb,
    new cv.Size(WIDTH_PX, HEIGHT_PX),
    0,
    0,
    smaller ? cv.INTER_AREA : cv.INTER_CUBIC,
  )
  const values = Float32Array.from(rgb.data)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const deviation = Math.sqrt(variance) + 1e-3
  return values.map((value) => (value - mean) / deviation)
}
