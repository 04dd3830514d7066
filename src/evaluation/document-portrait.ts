import type { Box, RgbImage } from '../vision/geometry'
import { type Affine, viewOf } from '../vision/transform'
import { warp } from '../vision/warp'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { max, min, round } = Math

/**
 * How a document's portrait looks in the photograph: the height of the face's box, whether it is printed or only made so
 * small, and how the photograph is turned.
 */
export type DocumentPhoto = { faceHeightPx: number; printed: boolean; turn: Turn }

/** Degrees, clockwise as seen. */
export const TURNS = [0, 90, 180, 270] as const
export type Turn = (typeof TURNS)[number]

/** The heights that fit on the card. */
export const FACE_HEIGHTS_PX = { least: 20, most: 300 }

/**
 * The face of a photograph as the portrait on a card that was photographed: the head is cut out, made so small, printed
 * (paler, less contrast, slightly blurred) and stuck on a card of printed lines, in 1600 x 1200 pixels. Made of nothing
 * but the picture: no chance. What a real document adds (holograms, overprint, ten years) is not in it, nor is JPEG.
 */
export function photographPortrait(
  image: RgbImage,
  face: Box,
  { faceHeightPx, printed, turn }: DocumentPhoto,
): RgbImage {
  const portrait = cutOut(image, face, faceHeightPx)
  const page = blankPage()
  paste(page, printed ? blur(print(portrait)) : portrait, PORTRAIT_PLACE.x, PORTRAIT_PLACE.y)
  return turned(page, turn)
}

/** Around the face's box a passport's portrait shows about so much more: half as much again to each side in width. */
const BESIDE = 0.5
const ABOVE_AND_BELOW = 0.4

/** Where the photograph ends before the head does, its edge is repeated. */
function cutOut(image: RgbImage, face: Box, faceHeightPx: number): RgbImage {
  const scale = face.height / faceHeightPx
  const width = round((face.width * (1 + 2 * BESIDE)) / scale)
  const height = round(faceHeightPx * (1 + 2 * ABOVE_AND_BELOW))
  const centre = { x: face.x + face.width / 2, y: face.y + face.height / 2 }
  const cut = warp(image, viewOf(centre, scale, 0, width, height), width, height, 'nearest')
  return { width, height, data: Uint8Array.from(cut.data, round) }
}

/** What is left of the colour and of the contrast, and the grey that does not change: ink on paper, not black and white. */
const SATURATION = 0.4
const CONTRAST = 0.7
const PIVOT = 150

function print({ width, height, data }: RgbImage): RgbImage {
  const printed = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    const luminance = 0.299 * red + 0.587 * green + 0.114 * blue
    const ink = (value: number) =>
      PIVOT + CONTRAST * (luminance + SATURATION * (value - luminance) - PIVOT)
    printed.set(
      [red, green, blue].map((value) => round(ink(value))),
      at,
    )
  }
  return { width, height, data: printed }
}

/** Convolves with (1 2 1) / 4 both ways: a deviation of 0.7 pixels, the least that a lens and a demosaic cost. */
function blur(image: RgbImage): RgbImage {
  const { width, height, data } = image
  const at = (column: number, row: number, channel: number) => {
    const x = min(width - 1, max(0, column))
    const y = min(height - 1, max(0, row))
    return data[3 * (y * width + x) + channel] ?? 0
  }
  const line = (x: number, y: number, c: number) =>
    at(x - 1, y, c) + 2 * at(x, y, c) + at(x + 1, y, c)
  const blurred = new Uint8Array(data.length)
  for (let row = 0, target = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < 3; channel++, target++) {
        const above = line(column, row - 1, channel) + line(column, row + 1, channel)
        blurred[target] = round((above + 2 * line(column, row, channel)) / 16)
      }
  return { width, height, data: blurred }
}

const PAGE = { width: 1600, height: 1200 }
const TABLE_COLOUR = [107, 91, 74]
const CARD: Box = { x: 300, y: 280, width: 1000, height: 630 }
const CARD_COLOUR = [207, 216, 208]
const PORTRAIT_PLACE = { x: 330, y: 330 }
const INK = [60, 60, 66]

/** Lines of dashes where a card has text, like letters of some 14 pixels. */
const DASHES = [22, 9, 31, 12, 26]
const LINES = { x: 830, right: 1260, top: 340, spacing: 48, count: 11, thickness: 14, gap: 7 }

function blankPage(): RgbImage {
  const page = { ...PAGE, data: new Uint8Array(3 * PAGE.width * PAGE.height) }
  fill(page, { x: 0, y: 0, ...PAGE }, TABLE_COLOUR)
  fill(page, CARD, CARD_COLOUR)
  for (let line = 0; line < LINES.count; line++) {
    const y = LINES.top + line * LINES.spacing
    for (let x = LINES.x, dash = line; x < LINES.right; dash++) {
      const width = DASHES[dash % DASHES.length] ?? 1
      fill(page, { x, y, width, height: LINES.thickness }, INK)
      x += width + LINES.gap
    }
  }
  return page
}

function fill(page: RgbImage, box: Box, colour: number[]): void {
  const row = Uint8Array.from({ length: 3 * box.width }, (_, index) => colour[index % 3] ?? 0)
  for (let y = box.y; y < box.y + box.height; y++) page.data.set(row, 3 * (y * page.width + box.x))
}

function paste(page: RgbImage, { width, height, data }: RgbImage, x: number, y: number): void {
  for (let row = 0; row < height; row++)
    page.data.set(
      data.subarray(3 * row * width, 3 * (row + 1) * width),
      3 * ((y + row) * page.width + x),
    )
}

/** For every pixel of the turned page, whence it comes; the shifts bring the page's corner back to (0, 0). */
function turned(page: RgbImage, turn: Turn): RgbImage {
  if (turn === 0) return page
  const right = page.width - 1
  const bottom = page.height - 1
  const wayBack: Record<Exclude<Turn, 0>, Affine> = {
    90: { a: 0, b: 1, c: 0, d: -1, e: 0, f: bottom },
    180: { a: -1, b: 0, c: right, d: 0, e: -1, f: bottom },
    270: { a: 0, b: -1, c: right, d: 1, e: 0, f: 0 },
  }
  const [width, height] = turn === 180 ? [page.width, page.height] : [page.height, page.width]
  const whole = warp(page, wayBack[turn], width, height, 'nearest')
  return { width, height, data: Uint8Array.from(whole.data) }
}
