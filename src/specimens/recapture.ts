import type { RgbImage } from '../vision/geometry'
import type { Random } from './random'

// Looked up once: in the realm of a test every mention of a global is a slow call.
const { cos, floor, max, min, PI, pow, sin } = Math

/** Light 0..1 in one colour (0 red, 1 green, 2 blue) that comes from a place of what is photographed. */
type Scene = (x: number, y: number, channel: number) => number

/** What a camera's sensor makes of a scene: `width` x `height` pixels behind a Bayer mosaic, with noise. */
export type Sensor = { width: number; height: number; noise: number }

/** A face before the camera itself: what attacks are compared with, through the same sensor. */
export function photographLive(image: RgbImage, sensor: Sensor, random: Random): RgbImage {
  return expose(sceneOf(image, sensor), sensor, random)
}

/**
 * The image on a screen, photographed: red, green and blue stripes in every pixel of the screen with dark gaps between,
 * 0.55 to 1.6 of them to a pixel of the camera, turned by up to 8 degrees, black not quite dark, a glow of the room.
 */
export function photographScreen(image: RgbImage, sensor: Sensor, random: Random): RgbImage {
  const perPixel = random.between(0.55, 1.6)
  const angle = (random.between(-8, 8) * PI) / 180
  const black = random.between(0.01, 0.05)
  const picture = sceneOf(image, sensor)
  return expose(
    (x, y, channel) => {
      const u = perPixel * (x * cos(angle) - y * sin(angle))
      const v = perPixel * (x * sin(angle) + y * cos(angle))
      const stripe = floor(3 * (u - floor(u)))
      const lit = stripe === channel && v - floor(v) < 0.86
      return black + (lit ? 3.3 * picture(x, y, channel) : 0)
    },
    sensor,
    random,
  )
}

/**
 * The image in print, photographed: dots of four inks in rows of their own angle, 0.15 to 0.5 to a pixel of the camera; ink
 * is never black and paper never white, colours are paler.
 */
export function photographPrint(image: RgbImage, sensor: Sensor, random: Random): RgbImage {
  const perPixel = random.between(0.15, 0.5)
  const ink = random.between(0.03, 0.09)
  const paper = random.between(0.75, 0.92)
  const pale = random.between(0.6, 0.85)
  const picture = sceneOf(image, sensor)
  const angles = [15, 75, 0].map((degrees) => (degrees * PI) / 180)
  return expose(
    (x, y, channel) => {
      const [r, g, b] = [picture(x, y, 0), picture(x, y, 1), picture(x, y, 2)]
      const grey = (r + g + b) / 3
      const wanted = grey + pale * ((channel === 0 ? r : channel === 1 ? g : b) - grey)
      const angle = angles[channel] ?? 0
      const u = 2 * PI * perPixel * (x * cos(angle) - y * sin(angle))
      const v = 2 * PI * perPixel * (x * sin(angle) + y * cos(angle))
      const dot = (cos(u) * cos(v) + 1) / 2
      const printed = min(1, max(0, 0.5 + 3 * (wanted - dot)))
      return ink + (paper - ink) * printed
    },
    sensor,
    random,
  )
}

/** The picture as light, stretched over the sensor's width. */
function sceneOf({ width, height, data }: RgbImage, sensor: Sensor): Scene {
  const scale = width / sensor.width
  const shift = (height - scale * sensor.height) / 2
  return (x, y, channel) => {
    const u = min(width - 1.001, max(0, scale * x))
    const v = min(height - 1.001, max(0, scale * y + shift))
    const at = 3 * (floor(v) * width + floor(u)) + channel
    const right = u - floor(u)
    const upper = (data[at] ?? 0) * (1 - right) + (data[at + 3] ?? 0) * right
    const below = at + 3 * width
    const lower = (data[below] ?? 0) * (1 - right) + (data[below + 3] ?? 0) * right
    const down = v - floor(v)
    return pow((upper * (1 - down) + lower * down) / 255, GAMMA)
  }
}

const GAMMA = 2.2

/** Each pixel of the sensor gathers so many rays a side in its one colour. */
const RAYS = 3

function expose(scene: Scene, { width, height, noise }: Sensor, random: Random): RgbImage {
  const mosaic = new Float32Array(width * height)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const channel = colourAt(x, y)
      let light = 0
      for (let ray = 0; ray < RAYS * RAYS; ray++)
        light += scene(
          x + ((ray % RAYS) + 0.5) / RAYS,
          y + (floor(ray / RAYS) + 0.5) / RAYS,
          channel,
        )
      mosaic[at] = 255 * pow(min(1, light / (RAYS * RAYS)), 1 / GAMMA) + noise * random.normal()
    }
  return demosaic(mosaic, width, height)
}

/** The Bayer pattern RGGB. */
function colourAt(x: number, y: number): number {
  return (x & 1) + (y & 1)
}

/** Each colour of each pixel: its own, or the mean of the neighbours that have it. */
function demosaic(mosaic: Float32Array, width: number, height: number): RgbImage {
  const data = new Uint8Array(3 * width * height)
  for (let at = 0; at < data.length; at++) {
    const pixel = floor(at / 3)
    const level = levelAt({ mosaic, width, height }, pixel % width, floor(pixel / width), at % 3)
    data[at] = min(255, max(0, level + 0.5))
  }
  return { width, height, data }
}

function levelAt(behind: Mosaic, x: number, y: number, channel: number): number {
  if (colourAt(x, y) === channel) return behind.mosaic[y * behind.width + x] ?? 0
  return ofNeighbours(behind, x, y, channel)
}

const AROUND = [
  [-1, -1],
  [0, -1],
  [1, -1],
  [-1, 0],
  [1, 0],
  [-1, 1],
  [0, 1],
  [1, 1],
] as const

type Mosaic = { mosaic: Float32Array; width: number; height: number }

function ofNeighbours({ mosaic, width, height }: Mosaic, x: number, y: number, channel: number) {
  let sum = 0
  let count = 0
  for (const [dx, dy] of AROUND) {
    const [u, v] = [x + dx, y + dy]
    const inside = u >= 0 && v >= 0 && u < width && v < height
    const has = inside && colourAt(u, v) === channel
    sum += has ? (mosaic[v * width + u] ?? 0) : 0
    count += has ? 1 : 0
  }
  return sum / max(1, count)
}
