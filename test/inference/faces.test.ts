import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import type { Face } from '../../src/deps'
import { createFaces } from '../../src/inference/faces'
import { modelPath } from '../../src/inference/model-files'
import type { RgbImage } from '../../src/vision/geometry'

/** Six photographs of groups (MIT); the right woman of the first is the middle one of the third. */
const PHOTOS = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo')

const faces = createFaces()
let first: RgbImage
let third: RgbImage
let inFirst: Face[]
let inThird: Face[]

async function pixels(source: string | Buffer): Promise<RgbImage> {
  const { data, info } = await sharp(source)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}

beforeAll(async () => {
  first = await pixels(join(PHOTOS, 'sample1.jpg'))
  third = await pixels(join(PHOTOS, 'sample3.jpg'))
  inFirst = await faces.find(first)
  inThird = await faces.find(third)
})

function byX(found: Face[]): Face[] {
  return [...found].sort((a, b) => a.box.x - b.box.x)
}

function at(found: Face[], index: number): Face {
  const face = found[index]
  if (face === undefined) throw new Error(`There is no face ${index}.`)
  return face
}

describe('finding', () => {
  test('all faces of a photograph, the central one first', () => {
    expect(inFirst).toHaveLength(3)
    expect(inThird).toHaveLength(3)
    const main = at(inThird, 0)
    expect(main.box.x).toBeGreaterThan(1000)
    expect(main.box.x).toBeLessThan(1150)
    expect(main.score).toBeGreaterThan(0.9)
  })

  test('landmarks lie where eyes, nose and mouth are', () => {
    for (const { box, landmarks } of [...inFirst, ...inThird]) {
      const [left, right, nose, mouthLeft, mouthRight] = landmarks
      expect(left.x).toBeLessThan(right.x)
      expect(mouthLeft.x).toBeLessThan(mouthRight.x)
      expect(nose.y).toBeGreaterThan(Math.min(left.y, right.y))
      expect(Math.max(mouthLeft.y, mouthRight.y)).toBeGreaterThan(nose.y)
      for (const { x, y } of landmarks) {
        expect(Math.abs(x - box.x - box.width / 2)).toBeLessThan(box.width)
        expect(Math.abs(y - box.y - box.height / 2)).toBeLessThan(box.height)
      }
    }
  })

  test('nothing in an empty picture, nor in a very small one', async () => {
    const grey = (width: number, height: number) => ({
      width,
      height,
      data: new Uint8Array(3 * width * height).fill(150),
    })
    expect(await faces.find(grey(800, 600))).toEqual([])
    expect(await faces.find(grey(2, 1))).toEqual([])
  })
})

describe('embedding', () => {
  test('one woman in two photographs is the same person; all others are strangers', async () => {
    const threshold = faces.thresholdFor(1e-4)
    const ratios: number[] = []
    for (const a of byX(inFirst))
      for (const b of byX(inThird)) {
        const templates = [await faces.embed(first, a), await faces.embed(third, b)] as const
        ratios.push(faces.compare(...templates).logLikelihoodRatio)
      }
    const known = 3 * 2 + 1 // the right face of the first, the middle one of the third
    expect(ratios[known]).toBeGreaterThan(threshold + 2)
    const strangers = ratios.filter((_, index) => index !== known)
    expect(Math.max(...strangers)).toBeLessThan(threshold)
  })

  test('a template has 192 numbers and comes out equal every time, and so does what it is compared to', async () => {
    const face = at(inFirst, 0)
    const template = await faces.embed(first, face)
    expect(template.vector).toHaveLength(192)
    const again = await faces.embed(first, face)
    expect(again).toEqual(template)
    const other = await faces.embed(third, at(inThird, 0))
    expect(faces.compare(template, other)).toEqual(faces.compare(other, again))
  })
})

describe('who opts in for the second network', () => {
  const both = createFaces({ model: 'mobilefacenet+fr-feature' })

  test('has one woman told from all others, in templates of 704 numbers', async () => {
    const threshold = both.thresholdFor(1e-4)
    expect(threshold).toBeGreaterThan(0)
    const ratios: number[] = []
    for (const a of byX(inFirst))
      for (const b of byX(inThird)) {
        const [left, right] = [await both.embed(first, a), await both.embed(third, b)]
        expect(left.vector).toHaveLength(704)
        ratios.push(both.compare(left, right).logLikelihoodRatio)
      }
    const known = 3 * 2 + 1 // the right face of the first, the middle one of the third
    expect(ratios[known]).toBeGreaterThan(threshold + 2)
    const strangers = ratios.filter((_, index) => index !== known)
    expect(Math.max(...strangers)).toBeLessThan(threshold)
  })

  test.each([
    ['mobilefacenet', 'face-verification-704'],
    ['mobilefacenet+fr-feature', 'face-verification'],
  ] as const)('%s refuses %s: a back end of other embeddings', (model, backEnd) => {
    const wrong = createFaces({ model, backEnd: modelPath(backEnd) })
    expect(() => wrong.thresholdFor(1e-4)).toThrow(
      /was trained on another network .* Train it again/,
    )
  })
})

describe('a portrait on a photographed document', () => {
  test.each([80, 110, 150])(
    'is found and matches when the face is %i px high',
    async (heightPx) => {
      const found = await findOn(await documentPhoto(heightPx), 0)
      expect(found.faces).toHaveLength(1)
      expect(found.falseMatchRate).toBeLessThan(1e-4)
    },
  )

  test.each([90, 180, 270])(
    'is found and matches when the photograph is turned by %i',
    async (turn) => {
      const found = await findOn(await documentPhoto(150), turn)
      expect(found.faces).toHaveLength(1)
      expect(found.falseMatchRate).toBeLessThan(1e-4)
    },
  )

  async function findOn(photo: Buffer, turn: number) {
    const image = await pixels(await sharp(photo).rotate(turn).toBuffer())
    const found = await faces.find(image)
    const template = await faces.embed(image, at(found, 0))
    const original = await faces.embed(third, at(inThird, 0))
    return { faces: found, ...faces.compare(template, original) }
  }
})

/** A card of printed lines with the main face of the third photograph on it, in a JPEG of 1600 x 1200. */
async function documentPhoto(faceHeightPx: number): Promise<Buffer> {
  const { x, y, width, height } = at(inThird, 0).box
  const portrait = await sharp(join(PHOTOS, 'sample3.jpg'))
    .extract({
      left: Math.round(x - width / 2),
      top: Math.round(y - 0.4 * height),
      width: Math.round(2 * width),
      height: Math.round(1.8 * height),
    })
    .resize({ height: Math.round(1.8 * faceHeightPx) })
    .modulate({ saturation: 0.5 })
    .toBuffer()
  const rows = Array.from({ length: 12 }, (_, row) => 50 + 48 * row)
  const lines = rows.map(
    (top) =>
      `<path d="M420 ${top}H940" stroke="#333" stroke-width="14" stroke-dasharray="22 7 9 5 31 12"/>`,
  )
  const card = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="630"><rect width="1000" height="630" rx="30" fill="#cfd8d0"/>${lines.join('')}</svg>`,
  )
  return sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#6b5b4a' } })
    .composite([
      { input: card, left: 300, top: 280 },
      { input: portrait, left: 360, top: 440 },
    ])
    .jpeg({ quality: 75 })
    .toBuffer()
}

describe('passive liveness', () => {
  test('is a probability, equal every time', async () => {
    for (const face of inFirst) {
      const score = await faces.liveness(first, face)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(await faces.liveness(first, face)).toBe(score)
    }
  })

  test('sees channels in the order the network was trained on: photographs from a camera look live', async () => {
    const scores = await Promise.all(inFirst.map((face) => faces.liveness(first, face)))
    expect(Math.min(...scores)).toBeGreaterThan(0.9)
  })
})
