import type { MeshPoint } from './face-geometry'
import type { RgbImage } from './geometry'
import { type GreyImage, luminance } from './luminance'
import { boundingBox, invert, scaleOf, transformPoint, viewOf } from './transform'
import { warp } from './warp'

/** A face cut out upright, in grey, with the mesh's 468 landmarks in pixels of the cutting (z in the same unit). */
export type FacePatch = { grey: GreyImage; points: MeshPoint[] }

/** Side of a patch in pixels. */
export const PATCH_SIDE = 112

/** How much wider than the mesh the patch is. */
const MARGIN = 1.15

/** The face of a mesh as a patch; `roll` (degrees, clockwise as seen) is how far the head leans. */
export function facePatch(image: RgbImage, mesh: MeshPoint[], roll: number): FacePatch {
  const { x, y, width, height } = boundingBox(mesh)
  const centre = { x: x + width / 2, y: y + height / 2 }
  const scale = (MARGIN * Math.max(width, height)) / PATCH_SIDE
  const view = viewOf(centre, scale, (roll * Math.PI) / 180, PATCH_SIDE, PATCH_SIDE)
  const picture = warp(image, view, PATCH_SIDE, PATCH_SIDE, 'nearest')
  const grey = luminance(picture, { x: 0, y: 0, width: PATCH_SIDE, height: PATCH_SIDE })
  const inverse = invert(view)
  const points = mesh.map((point) => ({
    ...transformPoint(inverse, point),
    z: point.z / scaleOf(view),
  }))
  return { grey, points }
}
