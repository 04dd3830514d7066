import type { Face, Faces } from '../deps'
import { type Detection, mainFirst } from '../vision/detections'
import type { RgbImage } from '../vision/geometry'
import { lookForFaces, SURE_SCORE } from './face-detection'
import { embedFace } from './face-embedding'
import { findMesh } from './face-mesh'
import { passiveLiveness } from './liveness'

/** Faces on onnxruntime: UltraFace, MediaPipe's mesh, MobileFaceNet and a MiniFASNet. Models open when first used. */
export function createFaces(): Faces {
  return {
    find: findFaces,
    embed: (image, face) => embedFace(image, face.landmarks),
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
