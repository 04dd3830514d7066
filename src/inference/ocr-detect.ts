import type { Mat } from '@techstark/opencv-js'
import type { FloatTensor, Model } from './models'
import { contourBoxes } from './mrz-bands'
import { direction, type TextBox } from './ocr-geometry'
import { type OpenCv, withMats } from './opencv'

const LONGEST_SIDE_PX = 960
const TEXT_PROBABILITY = 0.3
const BOX_PROBABILITY = 0.5
/** The network marks the core of a text; its box is this much of area over circumference larger on each side. */
const UNCLIP = 1.6

/** Boxes around the words and lines of an RGB picture, in its pixels (PP-OCRv4 detection), in no order. */
export async function detectText(cv: OpenCv, model: Model, rgb: Mat): Promise<TextBox[]> {
  const tensor = toTensor(cv, rgb)
  const outputs = await model.run({ [model.inputNames[0] ?? '']: tensor })
  const map = outputs[model.outputNames[0] ?? '']
  if (map === undefined) throw new Error('The text detector gave no output.')
  const [height = 1, width = 1] = tensor.dims.slice(2)
  const boxes = coreBoxes(cv, map.data, width, height)
    .filter((box) => box.height >= 3 && box.width >= 4)
    .filter((box) => meanProbability(map.data, width, height, box) >= BOX_PROBABILITY)
  return boxes.map((box) => unclip(box, rgb.cols / width, rgb.rows / height))
}

/** RGB planes, normalised by ImageNet's mean and deviation; sides are multiples of 32. */
function toTensor(cv: OpenCv, rgb: Mat): FloatTensor {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(rgb.cols, rgb.rows))
  const side = (length: number) => Math.max(32, Math.round((length * scale) / 32) * 32)
  const width = side(rgb.cols)
  const height = side(rgb.rows)
  return withMats((keep) => {
    const small = keep(new cv.Mat())
    cv.resize(rgb, small, new cv.Size(width, height), 0, 0, cv.INTER_AREA)
    const { data } = small
    const count = width * height
    const planes = new Float32Array(count * 3)
    const mean = [0.485, 0.456, 0.406]
    const deviation = [0.229, 0.224, 0.225]
    for (let channel = 0; channel < 3; channel++)
      for (let i = 0; i < count; i++)
        planes[channel * count + i] =
          ((data[i * 3 + channel] ?? 0) / 255 - (mean[channel] ?? 0)) / (deviation[channel] ?? 1)
    return { data: planes, dims: [1, 3, height, width] }
  })
}

function coreBoxes(cv: OpenCv, map: Float32Array, width: number, height: number): TextBox[] {
  return withMats((keep) => {
    const binary = keep(new cv.Mat(height, width, cv.CV_8UC1))
    const { data } = binary
    for (let i = 0; i < data.length; i++) data[i] = (map[i] ?? 0) > TEXT_PROBABILITY ? 255 : 0
    return contourBoxes(cv, binary)
  })
}

/** The mean of the map at thirty places spread over the box. */
function meanProbability(map: Float32Array, width: number, height: number, box: TextBox): number {
  const { cos, sin } = direction(box.angle)
  const values: number[] = []
  for (let along = -0.45; along < 0.46; along += 0.1)
    for (const across of [-0.25, 0, 0.25]) {
      const x = Math.round(box.x + along * box.width * cos - across * box.height * sin)
      const y = Math.round(box.y + along * box.width * sin + across * box.height * cos)
      if (x >= 0 && y >= 0 && x < width && y < height) values.push(map[y * width + x] ?? 0)
    }
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}

function unclip(box: TextBox, scaleX: number, scaleY: number): TextBox {
  const { width, height, angle } = box
  const margin = (width * height * UNCLIP) / (2 * (width + height))
  return {
    x: box.x * scaleX,
    y: box.y * scaleY,
    width: (width + 2 * margin) * scaleX,
    height: (height + 2 * margin) * scaleY,
    angle,
  }
}
