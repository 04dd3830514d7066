import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FivePoints } from '../../src/vision/face-geometry'
import { fivePointPose } from '../../src/vision/five-point-pose'
import type { Point } from '../../src/vision/geometry'

type Solid = { x: number; y: number; z: number }

/** A face as a solid, in distances of its eyes: eyes, nose tip (nearest to the camera), mouth corners. */
const EYE_LEFT = { x: -0.5, y: 0, z: 0 }
const EYE_RIGHT = { x: 0.5, y: 0, z: 0 }
const NOSE = { x: 0, y: 0.57, z: -0.71 }
const MOUTH_LEFT = { x: -0.4, y: 1.05, z: 0 }
const MOUTH_RIGHT = { x: 0.4, y: 1.05, z: 0 }

/** The solid after a turn by yaw and then roll, in degrees, seen from afar at 100 pixels to the unit. */
function seen(yaw: number, roll: number): FivePoints {
  const [turn, tilt] = [(yaw * Math.PI) / 180, (roll * Math.PI) / 180]
  const project = ({ x, y, z }: Solid): Point => {
    const across = x * Math.cos(turn) - z * Math.sin(turn)
    return {
      x: 300 + 100 * (across * Math.cos(tilt) - y * Math.sin(tilt)),
      y: 200 + 100 * (across * Math.sin(tilt) + y * Math.cos(tilt)),
    }
  }
  return [
    project(EYE_LEFT),
    project(EYE_RIGHT),
    project(NOSE),
    project(MOUTH_LEFT),
    project(MOUTH_RIGHT),
  ]
}

const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true })

test('yaw and roll are those by which a solid face was turned', () => {
  fc.assert(
    fc.property(degrees(60), degrees(170), (yaw, roll) => {
      const pose = fivePointPose(seen(yaw, roll))
      expect(pose.yaw).toBeCloseTo(yaw, 6)
      expect(pose.roll).toBeCloseTo(roll, 6)
    }),
  )
})

test('neither turning nor tilting changes the pitch', () => {
  const level = fivePointPose(seen(0, 0)).pitch
  expect(Math.abs(level)).toBeLessThan(2)
  fc.assert(
    fc.property(degrees(60), degrees(170), (yaw, roll) => {
      expect(fivePointPose(seen(yaw, roll)).pitch).toBeCloseTo(level, 6)
    }),
  )
})

test('the pitch rises as the nose comes nearer to the eyes', () => {
  const withNose = (y: number) => {
    const [left, right, , ...mouth] = seen(0, 0)
    return fivePointPose([left, right, { x: 300, y }, ...mouth]).pitch
  }
  expect(withNose(240)).toBeGreaterThan(withNose(250))
  expect(withNose(250)).toBeGreaterThan(withNose(270))
})

test('points that all lie in one place give finite numbers', () => {
  const point = { x: 5, y: 5 }
  const pose = fivePointPose([point, point, point, point, point])
  expect(Object.values(pose).every(Number.isFinite)).toBe(true)
})
