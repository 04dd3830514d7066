import type { Face, Faces } from '../deps'
import { type Detection, mainFirst } from '../vision/detections'
import type { RgbImage } from '../vision/geometry'
import { lookForFaces, SURE_SCORE } from './face-detection'
import { embedFace } from './face-embedding'
import { findMesh } from './face-mesh'
import { DEFAULT_FACE_MODEL, type FaceModelName } from './face-models'
import { type FaceVerification, openVerification } from './face-verification'
import { measureFrame } from './live-frames'
import { passiveLiveness } from './liveness'

/** Which network makes embeddings, and the file of a back end that is used instead of the one that ships for it. */
export type FaceSettings = { model?: FaceModelName; backEnd?: string }

/**
 * Faces on onnxruntime: UltraFace, MediaPipe's mesh, the chosen embedding with its verification back end, and a
 * MiniFASNet. All open when first used. @throws AppError INVALID as `openVerification`, when comparing
 */
export function createFaces({ model = DEFAULT_FACE_MODEL, backEnd }: FaceSettings = {}): Faces {
  let opened: FaceVerification | undefined
  const verification = () => {
    opened ??= openVerification(model, backEnd)
    return opened
  }
  return {
    find: findFaces,
    embed: async (image, face) =>
      verification().toTemplate(await embedFace(image, face.landmarks, model)),
    compare: (a, b) => verification().compare(a, b),
    thresholdFor: (rate) => verification().thresholdFor(rate),
    measureFrame,
    liveness: (image, face) => passiveLiveness(image, face.box),
  }
}

/** Beyond so many faces in one image the smallest are left out: landmarks cost about 9 ms each. */
const MOST_FACES = 12

async function findFaces(image: RgbImage): Promise<Face[]> {
  for await (const { detections, angle } of lookForFaces(image)) {
    const main = mainFirst(detections, image).slice(0, MOST_FACES)
    const faces = await confirmAll(image, main, angle)
    if (faces.length > 0) return faces
  }
  return []
}

/** A doubtful detection is a face only if the mesh network, too, finds one likelier than not (logit above 0). */
async function confirmAll(image: RgbImage, detections: Detection[], angle: number) {
  const faces: Face[] = []
  for (const { box: detected, score } of detections) {
    const { box, landmarks, presence } = await findMesh(image, detected, angle)
    if (score >= SURE_SCORE || presence > 0) faces.push({ box, score, landmarks })
  }
  return faces
}
