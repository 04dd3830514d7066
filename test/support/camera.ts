import type { Colour } from '../../src/liveness/challenge'
import type { Point, RgbImage } from '../../src/vision/geometry'
import { homography, invertHomography, project } from '../../src/vision/homography'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { floor, hypot, imul, max, min } = Math

/** Numbers 0..1 that look like chance and are the same every time (a linear congruential generator). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** The picture with a sensor's noise of `levels` grey levels (deviation) in every value. */
export function withNoise(image: RgbImage, levels: number, random: () => number): RgbImage {
  const data = new Uint8Array(image.data.length)
  const range = 2 * levels * Math.sqrt(3) // an even spread over it has this deviation
  for (let at = 0; at < data.length; at++)
    data[at] = max(0, min(255, (image.data[at] ?? 0) + range * (random() - 0.5) + 0.5))
  return { ...image, data }
}

/** The picture as a mirror shows it. */
export function mirroredFrame(image: RgbImage): RgbImage {
  const data = new Uint8Array(image.data.length)
  for (let at = 0; at < data.length; at++) {
    const pixel = floor(at / 3)
    const row = floor(pixel / image.width)
    const column = image.width - 1 - (pixel % image.width)
    data[3 * (row * image.width + column) + (at % 3)] = image.data[at] ?? 0
  }
  return { ...image, data }
}

/** Light that falls on a face from a screen, as shares of the light that is there already. */
export type ScreenLight = { red: number; green: number; blue: number }

/** The light of a screen that shows a colour and adds `strength` of the room's light. */
export function lightOf(colour: Colour, strength: number): ScreenLight {
  const sends = (colours: Colour[]) => (colours.includes(colour) ? strength : 0)
  return {
    red: sends(['RED', 'YELLOW', 'MAGENTA']),
    green: sends(['GREEN', 'YELLOW', 'CYAN']),
    blue: sends(['BLUE', 'CYAN', 'MAGENTA']),
  }
}

/**
 * The picture with a screen's light on whatever is near it: all of it within `radius` pixels of the face's middle, a
 * twentieth of it on the background.
 */
export function litBy(
  image: RgbImage,
  light: ScreenLight,
  middle: Point,
  radius: number,
): RgbImage {
  const gains = [light.red, light.green, light.blue]
  const data = image.data.slice()
  for (let at = 0, pixel = 0; at < data.length; at += 3, pixel++) {
    const dx = (pixel % image.width) - middle.x
    const dy = floor(pixel / image.width) - middle.y
    const near = max(0.05, min(1, 2 - hypot(dx, dy) / radius))
    for (let channel = 0; channel < 3; channel++)
      data[at + channel] = brighter(data[at + channel] ?? 0, 1 + (gains[channel] ?? 0) * near)
  }
  return { ...image, data }
}

/** sRGB's value for `gain` times the light (its curve taken as a power of 2.2), rounded. */
function brighter(value: number, gain: number): number {
  return gain === 1 ? value : min(255, value * gain ** (1 / 2.2) + 0.5)
}

/**
 * A flat print of the picture held before a camera and turned by `yaw` degrees about the vertical, from a `distance`
 * of so many picture widths; grey around it.
 */
export function tiltedPrint(image: RgbImage, yaw: number, distance: number): RgbImage {
  const { width, height } = image
  const [sine, cosine] = [Math.sin((yaw * Math.PI) / 180), Math.cos((yaw * Math.PI) / 180)]
  const corner = (u: number, v: number): Point => {
    const away = 1 - (u * sine) / (distance * width)
    return { x: width / 2 + (u * cosine) / away, y: height / 2 + v / away }
  }
  const [w, h] = [width / 2, height / 2]
  const flat = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ] as const
  const seen = [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)] as const
  const back = invertHomography(homography([...flat], [...seen]))
  const data = new Uint8Array(image.data.length).fill(110)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      copyPixel(image, project(back, { x, y }), data, 3 * (y * width + x))
  return { width, height, data }
}

/** Copies the bilinear value at a place of the picture; outside of it nothing. */
export function copyPixel(image: RgbImage, { x, y }: Point, target: Uint8Array, at: number): void {
  const { width, height, data } = image
  if (!(x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1)) return
  const left = min(width - 2, floor(x))
  const top = min(height - 2, floor(y))
  const [right, down] = [x - left, y - top]
  for (let channel = 0; channel < 3; channel++) {
    const upper = 3 * (top * width + left) + channel
    const lower = upper + 3 * width
    const north = (data[upper] ?? 0) * (1 - right) + (data[upper + 3] ?? 0) * right
    const south = (data[lower] ?? 0) * (1 - right) + (data[lower + 3] ?? 0) * right
    target[at + channel] = north * (1 - down) + south * down + 0.5
  }
}
