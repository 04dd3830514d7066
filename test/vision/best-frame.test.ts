import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { bestFrame } from '../../src/vision/best-frame'
import type { FaceMeasure } from '../../src/vision/face-quality'
import { FACE_LIMITS, type FaceQualityName } from '../../src/vision/face-quality-limits'
import { meets } from '../../src/vision/limit'
import { quadOfBox } from '../../src/vision/quads'

function measure(name: FaceQualityName, value: number): FaceMeasure {
  const { limit, unit } = FACE_LIMITS[name]
  const box = quadOfBox({ x: 0, y: 0, width: 10, height: 10 })
  return { name, value, limit, unit, passes: meets(FACE_LIMITS[name], value), box }
}

const frame = (sharpness: number, yaw: number) => [
  measure('INTER_EYE_DISTANCE', 120),
  measure('SHARPNESS', sharpness),
  measure('POSE_YAW', yaw),
]

test('the sharper of two frames is the better one', () => {
  expect(bestFrame([frame(45, 5), frame(55, 5), frame(50, 5)])).toBe(1)
})

test('a sharp frame of a face turned away is worse than a fair one that looks into the camera', () => {
  expect(bestFrame([frame(60, 50), frame(42, 5)])).toBe(1)
})

test('of equal frames the earlier is taken', () => {
  expect(bestFrame([null, frame(50, 5), frame(50, 5)])).toBe(1)
})

test('frames without a face are passed over, and without any there is no best', () => {
  expect(bestFrame([null, frame(20, 60)])).toBe(1)
  expect(bestFrame([null, null])).toBeNull()
  expect(bestFrame([])).toBeNull()
})

test('a frame that passes in everything always beats one that does not', () => {
  const sharpness = fc.double({ min: 0, max: 100, noNaN: true })
  const yaw = fc.double({ min: 0, max: 90, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(sharpness, yaw), { minLength: 1 }), (values) => {
      const frames = values.map(([a, b]) => frame(a, b))
      const good = frames.map((measures) => measures.every(({ passes }) => passes))
      expect(good[bestFrame(frames) ?? -1]).toBe(good.includes(true))
    }),
  )
})
