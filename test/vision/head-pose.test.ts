import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { meshAt } from '../../src/inference/face-mesh'
import type { MeshPoint } from '../../src/vision/face-geometry'
import { type HeadPose, headPose } from '../../src/vision/head-pose'
import { MEAN_FACE } from '../../src/vision/mean-face'
import { boundingBox } from '../../src/vision/transform'
import { mirroredFrame } from '../support/camera'
import { person } from '../support/live-burst'
import { type Act, type Puppet, show, turnMatrix } from '../support/turned-face'

/** The mean face with a pose, `scale` pixels a centimetre, somewhere in an image. */
function meanMesh({ yaw, pitch, roll }: HeadPose, scale = 20): MeshPoint[] {
  const matrix = turnMatrix(yaw, pitch, roll)
  const mesh = Array.from({ length: 468 }, (): MeshPoint => ({ x: 0, y: 0, z: 0 }))
  for (const [index, , ...place] of MEAN_FACE) {
    const [x = 0, y = 0, z = 0] = matrix.map((row) =>
      row.reduce((sum, value, at) => sum + scale * value * (place[at] ?? 0), 0),
    )
    mesh[index] = { x: 300 + x, y: 200 + y, z: z - 40 }
  }
  return mesh
}

describe('on the mean face', () => {
  const angle = fc.double({ min: -75, max: 75, noNaN: true })

  test('the pose is the one it was turned by, whatever its size', () => {
    const scale = fc.double({ min: 1, max: 100, noNaN: true })
    fc.assert(
      fc.property(angle, angle, angle, scale, (yaw, pitch, roll, size) => {
        const found = headPose(meanMesh({ yaw, pitch, roll }, size))
        expect(found.yaw).toBeCloseTo(yaw, 5)
        expect(found.pitch).toBeCloseTo(pitch, 5)
        expect(found.roll).toBeCloseTo(roll, 5)
      }),
    )
  })

  test('a nose that points to the right of the image is a turn to the own left, one that points up looks up', () => {
    const nose = (pose: HeadPose) => {
      const mesh = meanMesh(pose)
      const [tip, left, right] = [mesh[4], mesh[33], mesh[263]]
      if (!tip || !left || !right) throw new Error('The mesh lacks a landmark.')
      return { x: tip.x - (left.x + right.x) / 2, y: tip.y - (left.y + right.y) / 2 }
    }
    const frontal = nose({ yaw: 0, pitch: 0, roll: 0 })
    expect(nose({ yaw: 20, pitch: 0, roll: 0 }).x).toBeGreaterThan(frontal.x + 10)
    expect(nose({ yaw: 0, pitch: 20, roll: 0 }).y).toBeLessThan(frontal.y - 10)
  })

  test('noise of half a millimetre moves the pose by less than a degree', () => {
    const noise = fc.array(fc.double({ min: -0.9, max: 0.9, noNaN: true }), {
      minLength: 99,
      maxLength: 99,
    })
    fc.assert(
      fc.property(noise, (shifts) => {
        const mesh = meanMesh({ yaw: 15, pitch: -5, roll: 3 })
        MEAN_FACE.forEach(([index], at) => {
          const { x, y, z } = mesh[index] ?? { x: 0, y: 0, z: 0 }
          const [a = 0, b = 0, c = 0] = shifts.slice(3 * at)
          mesh[index] = { x: x + a, y: y + b, z: z + c }
        })
        expect(Math.abs(headPose(mesh).yaw - 15)).toBeLessThan(1)
      }),
    )
  })

  test('a mesh that lacks landmarks is refused', () => {
    expect(() => headPose([{ x: 0, y: 0, z: 0 }])).toThrow('no landmark')
  })
})

describe('on photographs', () => {
  let anna: Puppet

  beforeAll(async () => {
    anna = await person('anna')
  })

  async function poseOf(act: Act): Promise<HeadPose> {
    const { points } = await meshAt(show(anna, act), boundingBox(anna.mesh), 0)
    return headPose(points)
  }

  test('the mirror image is turned and leans the other way', async () => {
    const mirrored = mirroredFrame(anna.photo)
    const { x, y, width, height } = boundingBox(anna.mesh)
    const box = { x: mirrored.width - x - width, y, width, height }
    const seen = headPose((await meshAt(mirrored, box, 0)).points)
    const straight = headPose(anna.mesh)
    expect(Math.abs(seen.yaw + straight.yaw)).toBeLessThan(5)
    expect(Math.abs(seen.pitch - straight.pitch)).toBeLessThan(5)
    expect(Math.abs(seen.roll + straight.roll)).toBeLessThan(3)
  })

  test('a face drawn anew with another pose is seen with it, within half', async () => {
    const straight = await poseOf({})
    const left = await poseOf({ yaw: 18 })
    const right = await poseOf({ yaw: -18 })
    const up = await poseOf({ pitch: 18 })
    expect(Math.abs(left.yaw - straight.yaw - 18)).toBeLessThan(9)
    expect(Math.abs(right.yaw - straight.yaw + 18)).toBeLessThan(9)
    expect(Math.abs(up.pitch - straight.pitch - 18)).toBeLessThan(9)
    expect(Math.abs(up.yaw - straight.yaw)).toBeLessThan(4)
  })
})
