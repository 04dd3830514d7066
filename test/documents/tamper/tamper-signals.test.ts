import { beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { blackAndWhiteCopy } from '../../../src/documents/tamper/black-and-white-copy'
import { doubleCompression } from '../../../src/documents/tamper/double-compression'
import { portraitEdge } from '../../../src/documents/tamper/portrait-edge'
import { screenRecapture } from '../../../src/documents/tamper/screen-recapture'
import { softwareTraces } from '../../../src/documents/tamper/software-traces'
import { createRandom } from '../../../src/specimens/random'
import { renderSpecimen } from '../../../src/specimens/render-specimen'
import { inventPerson } from '../../../src/specimens/specimen-person'
import type { RgbImage } from '../../../src/vision/geometry'
import { quadOfBox } from '../../../src/vision/quads'

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { floor, sin } = Math

let image: RgbImage
let truth: Awaited<ReturnType<typeof renderSpecimen>>['truth']

beforeAll(async () => {
  const fields = inventPerson('TD3', createRandom(31), '2026-11-24')
  const made = await renderSpecimen({
    format: 'TD3',
    fields,
    portrait: null,
    seed: 31,
    degrade: 'phone',
  })
  image = await decode(sharp(made.image))
  truth = made.truth
})

async function decode(source: sharp.Sharp): Promise<RgbImage> {
  const { data, info } = await source.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

const fromPixels = ({ width, height, data }: RgbImage) =>
  sharp(data, { raw: { width, height, channels: 3 } })

async function saved(picture: RgbImage, quality: number): Promise<RgbImage> {
  return decode(sharp(await fromPixels(picture).jpeg({ quality }).toBuffer()))
}

function painted(value: (x: number, y: number, channel: number, before: number) => number) {
  const data = new Uint8ClampedArray(image.data)
  for (let at = 0; at < data.length; at++) {
    const pixel = floor(at / 3)
    const [x, y] = [pixel % image.width, floor(pixel / image.width)]
    data[at] = value(x, y, at % 3, image.data[at] ?? 0)
  }
  return { ...image, data: new Uint8Array(data.buffer) }
}

describe('a screen', () => {
  test('shows by the pattern over the whole page, after JPEG too', async () => {
    const beats = painted((x, y, _, before) => before + 14 * sin(1.3 * x + 0.7 * y))
    const signal = screenRecapture(await saved(beats, 85), truth.pageBox)
    expect(signal.raised).toBe(true)
    expect(screenRecapture(image, truth.pageBox).value).toBeLessThan((signal.value ?? 0) / 2)
    expect(screenRecapture(image, truth.pageBox).raised).toBe(false)
  })

  test('is not looked for on a page of a few pixels', () => {
    const small = quadOfBox({ x: 10, y: 10, width: 200, height: 140 })
    expect(screenRecapture(image, small)).toMatchObject({ value: null, raised: false })
  })
})

test('a copy without colours is noticed, and a cast over it does not hide that', async () => {
  const grey = painted((x, y, _, __) => image.data[3 * (y * image.width + x) + 1] ?? 0)
  const yellowed = { ...grey, data: grey.data.map((v, at) => (at % 3 === 2 ? v * 0.85 : v)) }
  expect(blackAndWhiteCopy(image, truth.pageBox).raised).toBe(false)
  expect(blackAndWhiteCopy(grey, truth.pageBox)).toMatchObject({ value: 0, raised: true })
  expect(blackAndWhiteCopy(yellowed, truth.pageBox).value).toBeLessThan(
    blackAndWhiteCopy(image, truth.pageBox).value ?? 0,
  )
})

test('a portrait pasted without the photograph’s grain stands out', () => {
  const [a, , c] = truth.portraitBox
  const smooth = painted((x, y, channel, before) =>
    x > a.x && x < c.x && y > a.y && y < c.y ? 120 + x / 30 + 3 * channel : before,
  )
  const pasted = portraitEdge(smooth, truth.portraitBox, truth.pageBox)
  const genuine = portraitEdge(image, truth.portraitBox, truth.pageBox)
  expect(pasted.raised).toBe(true)
  expect(genuine.raised).toBe(false)
  expect(genuine.value).toBeLessThan((pasted.value ?? 0) / 2)
  const speck = quadOfBox({ x: 600, y: 500, width: 20, height: 20 })
  expect(portraitEdge(image, speck, truth.pageBox).value).toBeNull()
})

test('a field pasted after the photograph was saved changes most when it is saved again', async () => {
  const [topLeft] = truth.mrzBox
  const fields = [0, 1, 2, 3, 4, 5].map((i) => ({
    name: `FIELD_${i}`,
    box: quadOfBox({ x: topLeft.x + 100 + 130 * i, y: topLeft.y + 8, width: 110, height: 40 }),
  }))
  const text = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="110" height="40"><rect width="110" height="40" fill="#e4e6e2"/><text x="2" y="32" font-size="34" textLength="104" fill="#222">X4711</text></svg>',
  )
  const left = Math.round(topLeft.x) + 360
  const top = Math.round(topLeft.y) + 8
  const edited = await decode(fromPixels(image).composite([{ input: text, left, top }]))
  const pasted = await saved(edited, 92)
  const genuine = await saved(image, 92)
  const signal = doubleCompression(pasted, await saved(pasted, 90), fields)
  const untouched = doubleCompression(genuine, await saved(genuine, 90), fields)
  expect(signal.detail).toBe('most in FIELD_2')
  expect(untouched.value).toBeLessThan(signal.value ?? 0)
  expect(untouched.raised).toBe(false)
  expect(doubleCompression(image, image, fields.slice(0, 3)).value).toBeNull()
})

test('an editor named in the metadata is told by name, a camera is not', () => {
  expect(softwareTraces('Software: Adobe Photoshop CC 2019 (Windows)')).toMatchObject({
    value: 1,
    raised: true,
    detail: 'Adobe Photoshop',
  })
  expect(softwareTraces('Apple iPhone 15 Pro 18.1 HDR+ 1.0.3').raised).toBe(false)
  expect(softwareTraces(null)).toMatchObject({ value: null, raised: false })
})
