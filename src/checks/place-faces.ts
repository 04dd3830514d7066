import type { Eyes, FacePlaces } from '../documents/reading'
import type { FivePoints } from '../vision/face-geometry'
import type { Point } from '../vision/geometry'
import type { Portrait } from './find-portrait'
import type { Selfie } from './find-selfie'

/** Where the eyes are on the portrait that was cut out and on the picture of the applicant it was compared with. */
export function placeFaces({ face, area }: Portrait, selfie: Selfie): FacePlaces {
  const { captureId, frame } = selfie
  return {
    portrait: face && area && eyesOf(face.landmarks, originOf(area)),
    selfie: selfie.face && {
      captureId,
      frame,
      eyes: eyesOf(selfie.face.landmarks, { x: 0, y: 0 }),
    },
  }
}

/** Where vision/crop.ts begins to cut. */
function originOf({ x, y }: Point): Point {
  return { x: Math.max(0, Math.floor(x)), y: Math.max(0, Math.floor(y)) }
}

function eyesOf([left, right]: FivePoints, origin: Point): Eyes {
  const from = ({ x, y }: Point) => ({ x: x - origin.x, y: y - origin.y })
  return [from(left), from(right)]
}
