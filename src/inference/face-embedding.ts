import { ARCFACE_SIDE, ARCFACE_TEMPLATE, type FivePoints } from '../vision/face-geometry'
import type { RgbImage } from '../vision/geometry'
import { sideBySide } from '../vision/similarity'
import { type FloatImage, mirror, toTensor } from '../vision/tensor'
import { invert, similarityTransform } from '../vision/transform'
import { warp } from '../vision/warp'
import {
  DEFAULT_FACE_MODEL,
  type EmbeddingNetwork,
  FACE_MODELS,
  type FaceModelName,
} from './face-models'
import { openModel } from './models'

/**
 * The embedding of a face, the longer the more clearly the networks saw a face. Of one network: its answers to the
 * aligned face and to the mirror image of a closer crop, summed. Two scales and the mirror image for the price of one
 * mirror image: on LFW, all against all, the true accepts of MobileFaceNet at a false accept rate of 1e-4 are 96.7 %,
 * with one scale 96.4 %, with four looks 96.9 %. Of several networks: see `sideBySide`.
 */
export async function embedFace(
  image: RgbImage,
  landmarks: FivePoints,
  faceModel: FaceModelName = DEFAULT_FACE_MODEL,
): Promise<Float32Array> {
  const looks = [aligned(image, landmarks, 1), mirror(aligned(image, landmarks, CLOSER))]
  const answers: Float32Array[] = []
  for (const network of FACE_MODELS[faceModel].networks) answers.push(await sumOf(network, looks))
  return sideBySide(answers)
}

async function sumOf(
  { name, output, format }: EmbeddingNetwork,
  looks: FloatImage[],
): Promise<Float32Array> {
  const model = await openModel(name)
  const { [output]: found } = await model.run({ input: toTensor(looks, format) })
  if (found === undefined) throw new Error(`${name} lacks its output.`)
  const length = found.data.length / looks.length
  const closer = found.data.subarray(length)
  return found.data.subarray(0, length).map((value, index) => value + (closer[index] ?? 0))
}

/** By how much the second crop is enlarged, about the middle of the template's points. */
const CLOSER = 1.08
const CENTRE = { x: 56, y: 72 }

function aligned(image: RgbImage, landmarks: FivePoints, zoom: number): FloatImage {
  const template = ARCFACE_TEMPLATE.map(({ x, y }) => ({
    x: CENTRE.x + zoom * (x - CENTRE.x),
    y: CENTRE.y + zoom * (y - CENTRE.y),
  }))
  const toImage = invert(similarityTransform(landmarks, template))
  return warp(image, toImage, ARCFACE_SIDE, ARCFACE_SIDE, 0)
}
