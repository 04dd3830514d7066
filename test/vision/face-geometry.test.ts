import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  ARCFACE_TEMPLATE,
  fivePoints,
  livenessSquare,
  meshPoints,
  meshView,
  rollOf,
} from '../../src/vision/face-geometry'
import { transformPoint, viewOf } from '../../src/vision/transform'

test('the mesh looks at a square one and a half times the longer side, turned', () => {
  const box = { x: 100, y: 50, width: 60, height: 80 }
  const upright = meshView(box, 0, 192)
  expect(upright.a * 192).toBeCloseTo(120, 9)
  expect(transformPoint(upright, { x: 95.5, y: 95.5 })).toEqual({ x: 130, y: 90 })
  const turned = meshView(box, Math.PI / 2, 192)
  expect(transformPoint(turned, { x: 191, y: 95.5 }).y).toBeGreaterThan(90 + 59)
})

test('five points come from the rims of the eyes, the nose tip and the corners of the mouth', () => {
  const mesh = new Float32Array(468 * 3)
  const put = (index: number, x: number, y: number) => mesh.set([x, y], 3 * index)
  for (const index of [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246])
    put(index, 60, 70)
  for (const index of [
    263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
  ])
    put(index, 120, 70)
  put(1, 90, 100)
  put(61, 70, 130)
  put(291, 110, 130)
  const view = { a: 2, b: 0, c: 10, d: 0, e: 2, f: 20 }
  expect(fivePoints(meshPoints(mesh, view))).toEqual([
    { x: 130, y: 160 },
    { x: 250, y: 160 },
    { x: 190, y: 220 },
    { x: 150, y: 280 },
    { x: 230, y: 280 },
  ])
})

test('a mesh that lacks landmarks is refused', () => {
  expect(() => fivePoints([{ x: 0, y: 0 }])).toThrow('no landmark')
})

test('the roll is how the face was turned', () => {
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (angle) => {
      const view = viewOf({ x: 0, y: 0 }, 1, angle, 112, 112)
      const [left, right, nose, mouthLeft, mouthRight] = ARCFACE_TEMPLATE
      const turned = transformPoint.bind(null, view)
      const level = rollOf(ARCFACE_TEMPLATE)
      const roll = rollOf([
        turned(left),
        turned(right),
        turned(nose),
        turned(mouthLeft),
        turned(mouthRight),
      ])
      expect(Math.cos(roll - level - angle)).toBeCloseTo(1, 9)
    }),
  )
})

test('the liveness square lies inside the image, whatever the face', () => {
  const size = fc.integer({ min: 32, max: 4000 })
  const place = fc.double({ min: -500, max: 4500, noNaN: true })
  const length = fc.double({ min: 1, max: 3000, noNaN: true })
  fc.assert(
    fc.property(size, size, place, place, length, length, (width, height, x, y, w, h) => {
      const square = livenessSquare({ x, y, width: w, height: h }, { width, height }, 1.5)
      expect(square.width).toBe(square.height)
      expect(Math.min(square.x, square.y)).toBeGreaterThanOrEqual(0)
      expect(square.x + square.width).toBeLessThanOrEqual(width + 1e-9)
      expect(square.y + square.height).toBeLessThanOrEqual(height + 1e-9)
    }),
  )
  expect(
    livenessSquare({ x: 0, y: 40, width: 30, height: 40 }, { width: 200, height: 100 }, 1.5),
  ).toEqual({
    x: 0,
    y: 30,
    width: 60,
    height: 60,
  })
})
