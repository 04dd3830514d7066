import type { Point, Quad, RgbImage } from '../vision/geometry'
import { type Homography, homography, project } from '../vision/homography'
import type { Random } from './random'

// Looked up once: in the realm of a test every mention of a global is a slow call.
const { cos, exp, floor, sin } = Math

/** How a page is photographed: lengths as shares of the frame or page, angles in degrees, light as factors. */
export type Camera = {
  frame: { width: number; height: number }
  /** The page's width as a share of the frame's. */
  fill: number
  maxTurnDegrees: number
  /** The most a corner strays, as a share of the page's width. */
  maxSkew: number
  /** The share of light lost from the bright to the dark edge. */
  falloff: number
  /** The strength of a reflection, 0 (none) to 1 (white). */
  glare: number
}

/**
 * The page as a camera sees it lying on a desk: perspective, light falling off to one side, perhaps a reflection.
 * `map` takes a point of the page to its place in the picture.
 */
export function photograph(
  page: RgbImage,
  camera: Camera,
  random: Random,
): { image: RgbImage; map: (point: Point) => Point } {
  const { width, height } = camera.frame
  const target = placePage(page, camera, random)
  const forth = homography(pageCorners(page), target)
  const back = homography(target, pageCorners(page))
  const pixels = new Uint8ClampedArray(width * height * 3)
  const image = { width, height, data: new Uint8Array(pixels.buffer) }
  const light = lightOf(camera, random)
  const desk = deskOf(random)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3
      if (!samplePage(page, back, x, y, pixels, at)) desk(x, y, pixels, at)
      light(x, y, pixels, at)
    }
  return { image, map: (point) => project(forth, point) }
}

function placePage(
  page: RgbImage,
  { frame, fill, maxTurnDegrees, maxSkew }: Camera,
  random: Random,
): Quad {
  const width = frame.width * fill
  const height = (width * page.height) / page.width
  const angle = (random.between(-maxTurnDegrees, maxTurnDegrees) * Math.PI) / 180
  const centre = {
    x: frame.width / 2 + random.between(-0.02, 0.02) * frame.width,
    y: frame.height / 2 + random.between(-0.02, 0.02) * frame.height,
  }
  const corner = (sideX: number, sideY: number): Point => {
    const x = (sideX * width) / 2 + random.between(-maxSkew, maxSkew) * width
    const y = (sideY * height) / 2 + random.between(-maxSkew, maxSkew) * width
    return {
      x: centre.x + x * cos(angle) - y * sin(angle),
      y: centre.y + x * sin(angle) + y * cos(angle),
    }
  }
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}

function pageCorners({ width, height }: RgbImage): Quad {
  const [right, bottom] = [width - 1, height - 1]
  return [
    { x: 0, y: 0 },
    { x: right, y: 0 },
    { x: right, y: bottom },
    { x: 0, y: bottom },
  ]
}

/** Writes the page's colour at a pixel of the picture (bilinear); false where there is no page. */
function samplePage(
  page: RgbImage,
  back: Homography,
  x: number,
  y: number,
  out: Uint8ClampedArray,
  at: number,
): boolean {
  const from = project(back, { x, y })
  const left = floor(from.x)
  const top = floor(from.y)
  if (left < 0 || top < 0 || left >= page.width - 1 || top >= page.height - 1) return false
  const fx = from.x - left
  const fy = from.y - top
  const row = page.width * 3
  for (let channel = 0; channel < 3; channel++) {
    const a = (top * page.width + left) * 3 + channel
    const upper = mix(page.data[a] ?? 0, page.data[a + 3] ?? 0, fx)
    const lower = mix(page.data[a + row] ?? 0, page.data[a + row + 3] ?? 0, fx)
    out[at + channel] = mix(upper, lower, fy)
  }
  return true
}

type Painter = (x: number, y: number, out: Uint8ClampedArray, at: number) => void

/** A wooden desk: brown, with grain along one direction. */
function deskOf(random: Random): Painter {
  const [red, green, blue] = [
    random.between(70, 130),
    random.between(55, 95),
    random.between(40, 75),
  ]
  const phase = random.between(0, 6)
  return (x, y, out, at) => {
    const bend = 14 * sin(x * 0.004 + phase)
    const grain = 5 * sin((y + bend) * 0.09) + 4 * sin((y + 2 * bend) * 0.31 + phase)
    out[at] = red + grain
    out[at + 1] = green + grain
    out[at + 2] = blue + grain * 0.8
  }
}

function lightOf({ frame, falloff, glare }: Camera, random: Random): Painter {
  const angle = random.between(0, 2 * Math.PI)
  const spot = {
    x: frame.width * random.between(0.35, 0.65),
    y: frame.height * random.between(0.25, 0.5),
  }
  const [spreadX, spreadY] = [frame.width * 0.1, frame.height * 0.08]
  return (x, y, out, at) => {
    const along =
      ((x / frame.width - 0.5) * cos(angle) + (y / frame.height - 0.5) * sin(angle)) * 1.4
    const factor = 1 - falloff * (along + 0.5)
    const reflection =
      glare > 0
        ? 255 * glare * exp(-(((x - spot.x) / spreadX) ** 2) - ((y - spot.y) / spreadY) ** 2)
        : 0
    for (let channel = at; channel < at + 3; channel++)
      out[channel] = (out[channel] ?? 0) * factor + reflection
  }
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}
