import type { Point, RgbImage } from './geometry'
import { shrink } from './shrink'
import type { FloatImage } from './tensor'
import { type Affine, scaleOf, transformBox } from './transform'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { floor, max, min } = Math

/** What lies outside the image: its nearest pixel, or a grey value 0..255. */
export type Border = 'nearest' | number

/**
 * A picture of `width` x `height` pixels; `toImage` leads from its pixels into the image. Bilinear; an image twice as
 * fine or finer is first halved as often as it takes (mean of 2 x 2), so that nothing flickers between the samples.
 */
export function warp(
  image: RgbImage,
  toImage: Affine,
  width: number,
  height: number,
  border: Border,
): FloatImage {
  const factor = 2 ** Math.max(0, Math.floor(Math.log2(scaleOf(toImage))))
  if (factor === 1) return sampleAll(image, toImage, width, height, border)
  const region = regionSeen(image, toImage, width, height, factor)
  if (region.width < factor || region.height < factor)
    return sampleAll(image, toImage, width, height, border)
  const smaller = shrink(image, region, factor)
  return sampleAll(smaller, intoShrunk(toImage, region, factor), width, height, border)
}

/** The part of the image that the picture shows, with a margin, in whole blocks of `factor` pixels. */
function regionSeen(
  image: RgbImage,
  toImage: Affine,
  width: number,
  height: number,
  factor: number,
) {
  const seen = transformBox(toImage, { x: 0, y: 0, width: width - 1, height: height - 1 })
  const margin = 2 * factor
  const x = clamp(Math.floor((seen.x - margin) / factor) * factor, image.width)
  const y = clamp(Math.floor((seen.y - margin) / factor) * factor, image.height)
  const right = clamp(Math.ceil(seen.x + seen.width + margin), image.width)
  const bottom = clamp(Math.ceil(seen.y + seen.height + margin), image.height)
  return { x, y, width: right - x, height: bottom - y }
}

function clamp(value: number, largest: number): number {
  return min(largest, max(0, value))
}

/** Where a picture's pixels lie in a region of the image that was shrunk by `factor`. */
export function intoShrunk({ a, b, c, d, e, f }: Affine, region: Point, factor: number): Affine {
  return {
    a: a / factor,
    b: b / factor,
    c: (c - region.x + 0.5) / factor - 0.5,
    d: d / factor,
    e: e / factor,
    f: (f - region.y + 0.5) / factor - 0.5,
  }
}

function sampleAll(
  image: RgbImage,
  { a, b, c, d, e, f }: Affine,
  width: number,
  height: number,
  border: Border,
): FloatImage {
  const target = new Float32Array(3 * width * height)
  const lastX = image.width - 1
  const lastY = image.height - 1
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at += 3) {
      const x = a * column + b * row + c
      const y = d * column + e * row + f
      if (x >= 0 && y >= 0 && x < lastX && y < lastY)
        sampleInside(image.data, image.width, x, y, target, at)
      else sampleBorder(image, x, y, border, target, at)
    }
  return { width, height, data: target }
}

function sampleInside(
  data: Uint8Array,
  width: number,
  x: number,
  y: number,
  target: Float32Array,
  at: number,
): void {
  const left = x | 0
  const top = y | 0
  const upper = 3 * (top * width + left)
  const lower = upper + 3 * width
  const right = x - left
  const down = y - top
  target[at] = between(data, upper, lower, right, down)
  target[at + 1] = between(data, upper + 1, lower + 1, right, down)
  target[at + 2] = between(data, upper + 2, lower + 2, right, down)
}

/** One channel, between the four pixels whose upper and lower left ones are given. */
function between(
  data: Uint8Array,
  upper: number,
  lower: number,
  right: number,
  down: number,
): number {
  const northWest = data[upper] ?? 0
  const southWest = data[lower] ?? 0
  const north = northWest + ((data[upper + 3] ?? 0) - northWest) * right
  const south = southWest + ((data[lower + 3] ?? 0) - southWest) * right
  return north + (south - north) * down
}

function sampleBorder(
  image: RgbImage,
  x: number,
  y: number,
  border: Border,
  target: Float32Array,
  at: number,
): void {
  const left = floor(x)
  const top = floor(y)
  const right = x - left
  const down = y - top
  for (let channel = 0; channel < 3; channel++) {
    const northWest = pixelOr(image, left, top, channel, border)
    const northEast = pixelOr(image, left + 1, top, channel, border)
    const southWest = pixelOr(image, left, top + 1, channel, border)
    const southEast = pixelOr(image, left + 1, top + 1, channel, border)
    const north = northWest + (northEast - northWest) * right
    const south = southWest + (southEast - southWest) * right
    target[at + channel] = north + (south - north) * down
  }
}

function pixelOr(
  image: RgbImage,
  column: number,
  row: number,
  channel: number,
  border: Border,
): number {
  const x = clamp(column, image.width - 1)
  const y = clamp(row, image.height - 1)
  if (border !== 'nearest' && (x !== column || y !== row)) return border
  return image.data[3 * (y * image.width + x) + channel] ?? 0
}
