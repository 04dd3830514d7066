import type { MeshPoint } from '../vision/face-geometry'
import { EYES, type EyeLandmarks, type PerEye } from '../vision/face-measures'
import type { Point, RgbImage } from '../vision/geometry'
import { softmax } from '../vision/tensor'
import { type Affine, centroid, viewOf } from '../vision/transform'
import { warp } from '../vision/warp'
import { openModel } from './models'

/** The network's probability 0..1 for each eye that it is closed; the eye at the left of the image first. */
export async function eyesClosed(image: RgbImage, mesh: readonly MeshPoint[]): Promise<PerEye> {
  const [left, right] = EYES
  return [await closed(image, mesh, left), await closed(image, mesh, right)]
}

const SIDE = 24

/**
 * The network's square over the width of the eye. 2 calls fewer open eyes shut, and fewer shut ones:
 * models/README.md.
 */
const MARGIN = 1.6
const CLOSED = 0

async function closed(
  image: RgbImage,
  mesh: readonly MeshPoint[],
  eye: EyeLandmarks,
): Promise<number> {
  const model = await openModel('eye-state')
  const { data } = warp(image, eyeView(mesh, eye), SIDE, SIDE, 'nearest')
  const grey = new Float32Array(SIDE * SIDE)
  for (let at = 0; at < grey.length; at++)
    grey[at] =
      (0.299 * (data[3 * at] ?? 0) +
        0.587 * (data[3 * at + 1] ?? 0) +
        0.114 * (data[3 * at + 2] ?? 0)) /
      255
  const { output } = await model.run({ input: { data: grey, dims: [1, 1, SIDE, SIDE] } })
  if (output === undefined) throw new Error('eye-state lacks its output.')
  return softmax(output.data)[CLOSED] ?? 0
}

/** A square around the mean of the lids, level with the line through both eyes. */
function eyeView(mesh: readonly MeshPoint[], { corners, lids }: EyeLandmarks): Affine {
  const at = (index: number): Point => {
    const point = mesh[index]
    if (point === undefined) throw new Error(`The mesh has no landmark ${index}.`)
    return point
  }
  const [outer, inner] = [at(corners[0]), at(corners[1])]
  const [left, right] = [at(EYES[0].corners[0]), at(EYES[1].corners[0])]
  const width = Math.hypot(outer.x - inner.x, outer.y - inner.y)
  const angle = Math.atan2(right.y - left.y, right.x - left.x)
  const centre = centroid(lids.flatMap(([upper, lower]) => [at(upper), at(lower)]))
  return viewOf(centre, (MARGIN * width) / SIDE, angle, SIDE, SIDE)
}
