import type { MeshPoint } from '../../src/vision/face-geometry'
import type { RgbImage } from '../../src/vision/geometry'
import { headPose } from '../../src/vision/head-pose'
import { MEAN_FACE } from '../../src/vision/mean-face'
import { applyFit, type Point3, type RigidFit, rigidFit } from '../../src/vision/rigid-fit'
import { drawTriangles } from './draw-triangles'
import { isInMouth, moveFace } from './move-face'
import { type Triangle, triangulate } from './triangulate'

/** How a face is to be shown: degrees as in HeadPose, added to its own; lids and mouth from 0 (as they are) to 1. */
export type Act = { yaw?: number; pitch?: number; roll?: number; lids?: number; mouth?: number }

/** A photographed face cut into triangles, ready to be shown in other poses; `fit` is the mean face upon it. */
export type Puppet = {
  photo: RgbImage
  mesh: MeshPoint[]
  points: MeshPoint[]
  triangles: Triangle[]
  fit: RigidFit
}

/**
 * The face of a photograph as a puppet: the 468 landmarks of its mesh, a ring of hair and ears that turns with them, a
 * ring of background that stays, and triangles between all of them. It is as deep as the mesh network believes it to
 * be (z is not stretched): the network then finds about the turn that was drawn, see turned-face.test.ts.
 */
export function puppet(photo: RgbImage, mesh: MeshPoint[]): Puppet {
  const fit = meanFaceOn(mesh)
  const centre = applyFit(fit, { x: 0, y: 0, z: 0 })
  const rim = RIM.map((index) => mesh[index] ?? centre)
  const ring = (factor: number, behindCm: number): MeshPoint[] =>
    rim.map(({ x, y, z }) => ({
      x: centre.x + factor * (x - centre.x),
      y: centre.y + factor * (y - centre.y),
      z: z + behindCm * fit.scale,
    }))
  const points = [...mesh, ...ring(1.35, 3), ...ring(2.4, 0)]
  const gaping = moveFace(points, { lids: 0, mouth: 1 }, fit)
  return { photo, mesh, points, triangles: triangulate(gaping), fit }
}

/** The photograph with the face turned about the top of the neck, its lids lowered, its mouth opened. */
export function show(doll: Puppet, act: Act): RgbImage {
  const { lids = 0, mouth = 0 } = act
  const acted = moveFace(doll.points, { lids, mouth }, doll.fit)
  const still = doll.points.length - RIM.length
  const turned = turn(acted.slice(0, still), doll, act)
  const moved = [...turned, ...doll.points.slice(still)]
  return drawTriangles(doll.photo, doll.points, moved, doll.triangles, {
    background: (triangle) => triangle.some((corner) => corner >= still),
    inMouth: (triangle) => mouth > 0.1 && isInMouth(triangle),
  })
}

/** How far the camera is from the head's axis: an arm's length. */
const CAMERA_CM = 45

/** What the head turns about, in the mean face's centimetres. */
const NECK: Point3 = { x: 0, y: 5, z: 4 }
const MIDDLE: Point3 = { x: 0, y: 0, z: -4 }

/** The points turned in space and seen by a camera with perspective; with no turn they stay where they are. */
function turn(points: MeshPoint[], { mesh, fit }: Puppet, act: Act): MeshPoint[] {
  const pivot = applyFit(fit, NECK)
  const eye = applyFit(fit, MIDDLE)
  const distance = CAMERA_CM * fit.scale
  const from = headPose(mesh)
  const back = turnMatrix(from.yaw, from.pitch, from.roll)
  const { yaw = 0, pitch = 0, roll = 0 } = act
  const forth = turnMatrix(from.yaw + yaw, from.pitch + pitch, from.roll + roll)
  return points.map(({ x, y, z }) => {
    const deep = z - pivot.z
    const near = (distance + deep) / distance
    const seen = [eye.x + (x - eye.x) * near - pivot.x, eye.y + (y - eye.y) * near - pivot.y, deep]
    const upright = transposed(back).map((row) => product(row, seen))
    const [u = 0, v = 0, w = 0] = forth.map((row) => product(row, upright))
    const far = distance / (distance + w)
    return {
      x: eye.x + (u + pivot.x - eye.x) * far,
      y: eye.y + (v + pivot.y - eye.y) * far,
      z: w,
    }
  })
}

/** The rotation of a head with this pose, as in HeadPose: first pitch, then yaw, then roll. */
export function turnMatrix(yaw: number, pitch: number, roll: number): number[][] {
  const [a, b, c] = [-pitch, -yaw, roll].map((degrees) => (degrees * Math.PI) / 180)
  const [sa, ca] = [Math.sin(a ?? 0), Math.cos(a ?? 0)]
  const [sb, cb] = [Math.sin(b ?? 0), Math.cos(b ?? 0)]
  const [sc, cc] = [Math.sin(c ?? 0), Math.cos(c ?? 0)]
  return [
    [cc * cb, cc * sb * sa - sc * ca, cc * sb * ca + sc * sa],
    [sc * cb, sc * sb * sa + cc * ca, sc * sb * ca - cc * sa],
    [-sb, cb * sa, cb * ca],
  ]
}

function transposed(matrix: number[][]): number[][] {
  return [0, 1, 2].map((column) => matrix.map((row) => row[column] ?? 0))
}

function product(row: number[], vector: number[]): number {
  return row.reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0)
}

function meanFaceOn(mesh: MeshPoint[]): RigidFit {
  const mean = MEAN_FACE.map(([, , x, y, z]): Point3 => ({ x, y, z }))
  const seen = MEAN_FACE.map(([index]): Point3 => mesh[index] ?? { x: 0, y: 0, z: 0 })
  const weights = MEAN_FACE.map(([, weight]) => weight)
  return rigidFit(mean, seen, weights)
}

/** The rim of MediaPipe's mesh, clockwise from the forehead. */
const RIM = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
  176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
]
