import type { FrameMeasure } from '../liveness/frame-measure'
import { type Detection, mainFirst } from '../vision/detections'
import { backgroundLight, skinLight } from '../vision/face-light'
import { eyeAspect, mouthOpening } from '../vision/face-measures'
import { facePatch } from '../vision/face-patch'
import { gridOf } from '../vision/frame-grid'
import type { RgbImage } from '../vision/geometry'
import { headPose } from '../vision/head-pose'
import { printOf } from '../vision/sharpness'
import { eyesClosed } from './eye-state'
import { lookForFaces } from './face-detection'
import { embedFace } from './face-embedding'
import { meshAt } from './face-mesh'

/**
 * Everything a challenge needs to know of one frame; null when it shows no face. About 50 ms of one core (49 ms
 * for a face of 300 pixels in 480 x 660).
 */
export async function measureFrame(image: RgbImage): Promise<FrameMeasure | null> {
  const detections = mainFirst(await uprightFaces(image), image)
  const main = detections[0]
  if (main === undefined) return null
  const { box, points, landmarks, presence } = await meshAt(image, main.box, 0)
  const pose = headPose(points)
  const patch = facePatch(image, points, pose.roll)
  return {
    width: image.width,
    height: image.height,
    faces: detections.filter((other) => other.box.height >= main.box.height / 2).length,
    box,
    presence,
    pose,
    eyesClosed: await eyesClosed(image, points),
    eyeAspect: eyeAspect(points),
    mouthOpening: mouthOpening(points),
    skin: skinLight(image, points),
    background: backgroundLight(image, box),
    template: await embedFace(image, landmarks),
    patch,
    edgeWidth: printOf(patch.grey)?.edgeWidth ?? Number.POSITIVE_INFINITY,
    grid: gridOf(image),
  }
}

/** The first two looks at the image as a whole, for surely seen and for doubtful faces, cost no more than one. */
const LOOKS = 2

async function uprightFaces(image: RgbImage): Promise<Detection[]> {
  let looks = 0
  for await (const { detections } of lookForFaces(image))
    if (detections.length > 0 || ++looks === LOOKS) return detections
  return []
}
