import { describe, expect, test } from '@jest/globals'
import { type DocumentPhoto, photographPortrait } from '../../src/evaluation/document-portrait'
import type { RgbImage } from '../../src/vision/geometry'

/** A "face": a red box with a white upper half on blue, 40 x 60 pixels at (30, 20). */
const FACE = { x: 30, y: 20, width: 40, height: 60 }
const picture: RgbImage = { width: 100, height: 100, data: new Uint8Array(3 * 100 * 100) }
for (let y = 0; y < 100; y++)
  for (let x = 0; x < 100; x++) {
    const inside = x >= 30 && x < 70 && y >= 20 && y < 80
    const colour = inside ? (y < 50 ? [250, 250, 250] : [220, 20, 20]) : [10, 10, 200]
    picture.data.set(colour, 3 * (100 * y + x))
  }

function photo(faceHeightPx: number, turn: DocumentPhoto['turn'] = 0, printed = true): RgbImage {
  return photographPortrait(picture, FACE, { faceHeightPx, turn, printed })
}

function pixel({ width, data }: RgbImage, x: number, y: number): number[] {
  return [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)]
}

/** Rows of the column through the middle of the portrait in which red is clearly above blue: the face's lower half. */
function redRows(page: RgbImage, column: number): number {
  return Array.from({ length: 400 }, (_, row) => pixel(page, column, 300 + row)).filter(
    ([red = 0, , blue = 0]) => red - blue > 25,
  ).length
}

describe('a portrait on a photographed card', () => {
  test('comes out equal every time, in 1600 x 1200 pixels', () => {
    const [one, other] = [photo(80), photo(80)]
    expect([one.width, one.height]).toEqual([1600, 1200])
    expect(Buffer.from(one.data).equals(Buffer.from(other.data))).toBe(true)
  })

  test.each([45, 80, 160])('has a face of %i px', (height) => {
    // the portrait begins at x 330, half a face's width beside the face
    const column = Math.round(330 + (2 / 3) * height)
    expect(Math.abs(redRows(photo(height), column) - height / 2)).toBeLessThanOrEqual(2)
  })

  test('is paler than the picture, and of less contrast', () => {
    const page = photo(160)
    const [red = 0, green = 0] = pixel(page, 437, 394 + 120)
    expect(red - green).toBeGreaterThan(20)
    expect(red - green).toBeLessThan(0.4 * (220 - 20))
    const light = pixel(page, 437, 394 + 40)[0] ?? 0
    expect(light).toBeLessThan(230)
    expect(light).toBeGreaterThan(200)
  })

  test('keeps its colours where it is only made small', () => {
    const page = photo(160, 0, false)
    expect(pixel(page, 437, 394 + 120)).toEqual([220, 20, 20])
    expect(pixel(page, 437, 394 + 40)).toEqual([250, 250, 250])
  })

  test('turns with its page, clockwise', () => {
    const page = photo(80)
    const [quarter, half, back] = [photo(80, 90), photo(80, 180), photo(80, 270)]
    expect([quarter.width, quarter.height]).toEqual([1200, 1600])
    expect([half.width, half.height]).toEqual([1600, 1200])
    for (const [x, y] of [
      [0, 0],
      [383, 420],
      [900, 347],
      [1599, 1199],
    ] as const) {
      expect(pixel(quarter, 1199 - y, x)).toEqual(pixel(page, x, y))
      expect(pixel(half, 1599 - x, 1199 - y)).toEqual(pixel(page, x, y))
      expect(pixel(back, y, 1599 - x)).toEqual(pixel(page, x, y))
    }
  })
})
