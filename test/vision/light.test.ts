import { expect, test } from '@jest/globals'
import { gridDifference, gridOf } from '../../src/vision/frame-grid'
import { lightAround, lightOfDiscs } from '../../src/vision/light'

function plain(width: number, height: number, colour: [number, number, number]) {
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, at) => colour[at % 3] ?? 0),
  }
}

test('light is linear: the middle grey 188 sends out half of what white does', () => {
  const light = lightOfDiscs(plain(40, 40, [188, 188, 188]), [{ x: 20, y: 20 }], 10)
  expect(light?.r).toBeCloseTo(0.503, 2)
  expect(light?.g).toBe(light?.r)
})

test('a disc sees only what lies in it', () => {
  const image = plain(60, 60, [100, 100, 100])
  image.data.fill(200, 0, 3 * 60 * 20)
  const centres = [{ x: 30, y: 45 }]
  expect(lightOfDiscs(image, centres, 10)).toEqual(
    lightOfDiscs(plain(60, 60, [100, 100, 100]), centres, 10),
  )
})

test('what is too dark or too bright for the camera is not measured', () => {
  const centres = [{ x: 20, y: 20 }]
  expect(lightOfDiscs(plain(40, 40, [255, 200, 200]), centres, 10)).toBeNull()
  expect(lightOfDiscs(plain(40, 40, [3, 50, 50]), centres, 10)).toBeNull()
  expect(lightOfDiscs(plain(40, 40, [100, 100, 100]), [{ x: 500, y: 500 }], 10)).toBeNull()
})

test('around a person is what lies beside and above, not below', () => {
  const image = plain(90, 90, [100, 100, 100])
  for (let row = 30; row < 90; row++) image.data.fill(200, 3 * (row * 90 + 30), 3 * (row * 90 + 60))
  const person = { x: 30, y: 30, width: 30, height: 20 }
  expect(lightAround(image, person)?.r).toBeCloseTo(0.127, 3)
  expect(lightAround(image, { x: 0, y: 0, width: 90, height: 90 })).toBeNull()
})

test('a grid has 48 x 36 pixels; two frames differ by the mean of their differences', () => {
  const [dark, light] = [
    gridOf(plain(640, 480, [50, 50, 50])),
    gridOf(plain(33, 700, [53, 53, 53])),
  ]
  expect(dark).toHaveLength(48 * 36)
  expect(gridDifference(dark, dark)).toBe(0)
  expect(gridDifference(dark, light)).toBeCloseTo(3, 9)
})
