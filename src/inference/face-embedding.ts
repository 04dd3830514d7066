import { ARCFACE_SIDE, ARCFACE_TEMPLATE, type FivePoints } from '../vision/face-geometry'
import type { RgbImage } from '../vision/geometry'
import { toUnitLength } from '../vision/similarity'
import { mirror, type PixelFormat, toTensor } from '../vision/tensor'
import { invert, similarityTransform } from '../vision/transform'
import { warp } from '../vision/warp'
import { openModel } from './models'

/** The template of a face: unit length, 192 numbers; the embeddings of the aligned face and its mirror image, summed. */
export async function embedFace(image: RgbImage, landmarks: FivePoints): Promise<Float32Array> {
  const model = await openModel('face-embedding')
  const toImage = invert(similarityTransform(landmarks, ARCFACE_TEMPLATE))
  const aligned = warp(image, toImage, ARCFACE_SIDE, ARCFACE_SIDE, 0)
  const { out0 } = await model.run({ input: toTensor([aligned, mirror(aligned)], FORMAT) })
  if (out0 === undefined) throw new Error('face-embedding lacks its output.')
  const length = out0.data.length / 2
  const seen = out0.data.subarray(0, length)
  const mirrored = out0.data.subarray(length)
  return toUnitLength(seen.map((value, index) => value + (mirrored[index] ?? 0)))
}

const FORMAT: PixelFormat = { order: 'RGB', mean: 127.5, std: 128 }
