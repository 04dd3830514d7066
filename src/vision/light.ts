import type { Box, Point, RgbImage } from './geometry'
import { withinImage } from './luminance'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { max, min } = Math

/** Light as a camera measures it, linear in each colour, 0..1. */
export type Light = { r: number; g: number; b: number }

/** sRGB's values 0..255 as shares of light (IEC 61966-2-1). */
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

/** Values that tell nothing of the light: too dark or too bright for the camera. */
const DARKEST = 8
const BRIGHTEST = 250

/** Fewer pixels than these are no measurement. */
const LEAST_PIXELS = 100

/** Adds up the light of pixels one by one. */
export type LightMeter = { add(image: RgbImage, x: number, y: number): void; mean(): Light | null }

/** A meter that leaves out what is over- or underexposed in any colour; its mean is null for under 100 pixels. */
export function lightMeter(): LightMeter {
  let [r, g, b, count] = [0, 0, 0, 0]
  return {
    add: ({ data, width }, x, y) => {
      const at = 3 * (y * width + x)
      const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]]
      if (min(red, green, blue) < DARKEST || max(red, green, blue) > BRIGHTEST) return
      r += LINEAR[red] ?? 0
      g += LINEAR[green] ?? 0
      b += LINEAR[blue] ?? 0
      count++
    },
    mean: () => (count < LEAST_PIXELS ? null : { r: r / count, g: g / count, b: b / count }),
  }
}

/** The mean light of discs of `radius` pixels around the centres. */
export function lightOfDiscs(image: RgbImage, centres: Point[], radius: number): Light | null {
  const meter = lightMeter()
  for (const { x, y } of centres) {
    const square = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }
    eachPixel(withinImage(image, square), 1, (column, row) => {
      if ((column - x) ** 2 + (row - y) ** 2 <= radius * radius) meter.add(image, column, row)
    })
  }
  return meter.mean()
}

/**
 * The mean light of what lies beside and above a box that reaches down to the image's lower edge; every third pixel.
 */
export function lightAround(image: RgbImage, box: Box): Light | null {
  const meter = lightMeter()
  const whole = { x: 0, y: 0, width: image.width, height: image.height }
  eachPixel(whole, 3, (column, row) => {
    const beside = column < box.x || column >= box.x + box.width
    if (beside || row < box.y) meter.add(image, column, row)
  })
  return meter.mean()
}

function eachPixel(box: Box, step: number, visit: (column: number, row: number) => void): void {
  for (let row = box.y; row < box.y + box.height; row += step)
    for (let column = box.x; column < box.x + box.width; column += step) visit(column, row)
}
