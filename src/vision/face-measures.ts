import type { MeshPoint } from './face-geometry'

/** A value for each eye, the one at the left of the image first (the person's own right). */
export type PerEye = readonly [atLeft: number, atRight: number]

/**
 * Corners and lids of an eye in the mesh: outer and inner corner, then pairs of points of the upper and the lower
 * lid.
 */
export type EyeLandmarks = {
  corners: readonly [number, number]
  lids: readonly (readonly [upper: number, lower: number])[]
}

/** The eyes' landmarks, the one at the left of the image first. */
export const EYES: readonly [EyeLandmarks, EyeLandmarks] = [
  {
    corners: [33, 133],
    lids: [
      [160, 144],
      [158, 153],
    ],
  },
  {
    corners: [263, 362],
    lids: [
      [387, 373],
      [385, 380],
    ],
  },
]

/**
 * How far the lids are apart, over the width of the eye (the eye aspect ratio of Soukupova and Cech 2016, here in
 * space, so that a turned head keeps it): about 0.2 to 0.45 open, below 0.15 closed; it depends on the person.
 */
export function eyeAspect(mesh: readonly MeshPoint[]): PerEye {
  return [aspectOf(mesh, EYES[0]), aspectOf(mesh, EYES[1])]
}

/**
 * How far the inner rims of the lips are apart, over the distance between the outer corners of the eyes; 0 is closed.
 */
export function mouthOpening(mesh: readonly MeshPoint[]): number {
  const gaps = LIPS.map(([upper, lower]) => apart(mesh, upper, lower))
  const [left, right] = [EYES[0].corners[0], EYES[1].corners[0]]
  return mean(gaps) / apart(mesh, left, right)
}

/** Pairs of points of the inner rims of the upper and the lower lip. */
const LIPS = [
  [82, 87],
  [13, 14],
  [312, 317],
] as const

function aspectOf(mesh: readonly MeshPoint[], { corners, lids }: EyeLandmarks): number {
  const [outer, inner] = corners
  return mean(lids.map(([upper, lower]) => apart(mesh, upper, lower))) / apart(mesh, outer, inner)
}

/** The distance between two landmarks in space. @throws Error when the mesh lacks one */
function apart(mesh: readonly MeshPoint[], one: number, other: number): number {
  const a = mesh[one]
  const b = mesh[other]
  if (a === undefined || b === undefined)
    throw new Error(`The mesh has no landmark ${one} or ${other}.`)
  return Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
