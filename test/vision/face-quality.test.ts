import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Face } from '../../src/deps'
import { createFaces } from '../../src/inference/faces'
import { crop } from '../../src/vision/crop'
import { type FaceMeasure, measureFace } from '../../src/vision/face-quality'
import { FACE_LIMITS, type FaceQualityName } from '../../src/vision/face-quality-limits'
import type { Box, RgbImage } from '../../src/vision/geometry'
import { asSharp, mapPixels, photograph, pixelsOf } from '../support/photographs'

/** A face on a part of a photograph that shows nobody else. */
type Portrait = { image: RgbImage; face: Face }

/** Bound here because a global looked up for every pixel is slow in jest's sandbox. */
const { min, sqrt } = Math

const faces = createFaces()
let portraits: Portrait[]

beforeAll(async () => {
  portraits = []
  for (const sample of [1, 3] as const) {
    const image = await photograph(sample)
    for (const { box } of await faces.find(image))
      portraits.push(await portraitOf(crop(image, around(box, 0.8))))
  }
  expect(portraits).toHaveLength(6)
})

function around({ x, y, width, height }: Box, margin: number): Box {
  return {
    x: x - margin * width,
    y: y - margin * height,
    width: (1 + 2 * margin) * width,
    height: (1 + 2 * margin) * height,
  }
}

async function portraitOf(image: RgbImage): Promise<Portrait> {
  const [face] = await faces.find(image)
  if (face === undefined) throw new Error('The photograph shows no face.')
  return { image, face }
}

const eyeDistance = ({ landmarks: [left, right] }: Face) =>
  Math.hypot(right.x - left.x, right.y - left.y)

function measured(measures: FaceMeasure[], name: FaceQualityName): number {
  return measures.find((measure) => measure.name === name)?.value ?? Number.NaN
}

const failures = (measures: FaceMeasure[]) =>
  measures.filter(({ passes }) => !passes).map(({ name }) => name)

/** The value on the photograph as it is and made worse step by step, for each portrait; its landmarks stay. */
async function ladder(
  name: FaceQualityName,
  steps: number[],
  worsen: (portrait: Portrait, step: number) => RgbImage | Promise<RgbImage>,
): Promise<number[][]> {
  const rows: number[][] = []
  for (const portrait of portraits) {
    const row = [measured(measureFace(portrait.image, portrait.face, []), name)]
    for (const step of steps) {
      const image = await worsen(portrait, step)
      row.push(measured(measureFace(image, portrait.face, []), name))
    }
    rows.push(row)
  }
  return rows
}

function expectMonotone(rows: number[][], direction: 'FALLS' | 'RISES', name: FaceQualityName) {
  const { limit } = FACE_LIMITS[name]
  for (const row of rows) {
    const sorted = [...row].sort((a, b) => (direction === 'FALLS' ? b - a : a - b))
    expect(row).toEqual(sorted)
    const [first = 0, last = 0] = [row[0], row.at(-1)]
    expect(Math.min(first, last)).toBeLessThan(limit)
    expect(Math.max(first, last)).toBeGreaterThan(limit)
  }
}

test('ordinary photographs pass in everything, but for heads that turn or tilt far', () => {
  const failed = portraits.flatMap(({ image, face }) => failures(measureFace(image, face, [])))
  expect(failed.filter((name) => !name.startsWith('POSE_'))).toEqual([])
  expect(failed.length).toBeLessThanOrEqual(1)
})

describe('sharpness', () => {
  test('falls with every step of blur, below the limit', async () => {
    const blurred = await ladder('SHARPNESS', [0.02, 0.04, 0.06, 0.08, 0.1], (portrait, step) =>
      pixelsOf(asSharp(portrait.image).blur(step * eyeDistance(portrait.face))),
    )
    expectMonotone(blurred, 'FALLS', 'SHARPNESS')
  })

  test.each(['sideways', 'up and down'])('falls when the phone moved %s', async (direction) => {
    const moved = await ladder('SHARPNESS', [0.1, 0.2, 0.35], ({ image, face }, step) =>
      averaged(image, Math.round(step * eyeDistance(face)), direction === 'sideways'),
    )
    expectMonotone(moved, 'FALLS', 'SHARPNESS')
  })

  test('hardly changes with brightness and contrast', async () => {
    const faint = await ladder('SHARPNESS', [0.5, 0.3], ({ image }, gain) =>
      mapPixels(image, (value) => 90 + gain * (value - 90)),
    )
    for (const [first = 0, ...rest] of faint)
      for (const value of rest) expect(Math.abs(value - first)).toBeLessThan(4)
  })
})

/** The mean of `length` copies of the image, each one pixel further on. */
function averaged({ width, height, data }: RgbImage, length: number, sideways: boolean): RgbImage {
  const out = new Uint8Array(data.length)
  const step = sideways ? 3 : 3 * width
  for (let y = 0, at = 0; y < height; y++)
    for (let value = 0; value < 3 * width; value++, at++) {
      const room = sideways ? width - (value - (value % 3)) / 3 : height - y
      const count = min(room, length)
      let sum = 0
      for (let copy = 0; copy < count; copy++) sum += data[at + copy * step] ?? 0
      out[at] = sum / count
    }
  return { width, height, data: out }
}

describe('light', () => {
  test('the darker the photograph, the more of the face is nearly black', async () => {
    const dark = await ladder('UNDER_EXPOSURE', [0.6, 0.4, 0.2, 0.1], ({ image }, gain) =>
      mapPixels(image, (value) => gain * value),
    )
    expectMonotone(dark, 'RISES', 'UNDER_EXPOSURE')
  })

  test('the brighter the photograph, the more of the face is nearly white', async () => {
    const bright = await ladder('OVER_EXPOSURE', [1.3, 1.7, 2.2, 3], ({ image }, gain) =>
      mapPixels(image, (value) => gain * value),
    )
    expectMonotone(bright, 'RISES', 'OVER_EXPOSURE')
  })

  test('the deeper the shadow on one side, the less even', async () => {
    const shaded = await ladder(
      'ILLUMINATION_UNIFORMITY',
      [0.4, 0.2, 0.1, 0.05],
      ({ image, face }, gain) => {
        const darker = sideInShadow(image, face)
        const middle = face.landmarks[2].x
        return mapPixels(image, (value, x) => (x < middle === darker ? gain * value : value))
      },
    )
    expectMonotone(shaded, 'FALLS', 'ILLUMINATION_UNIFORMITY')
  })

  /** Whether the left side of the face is the darker one already. */
  function sideInShadow(image: RgbImage, { box, landmarks }: Face): boolean {
    const mean = (x: number) => {
      const cheek = crop(image, { x, y: landmarks[2].y, width: 0.2 * box.width, height: 20 })
      return cheek.data.reduce((sum, value) => sum + value, 0) / cheek.data.length
    }
    return mean(landmarks[3].x - 0.15 * box.width) < mean(landmarks[4].x)
  }

  test('dark glasses hide the eyes', () => {
    for (const { image, face } of portraits) {
      const [left, right] = face.landmarks
      const radius = 0.34 * eyeDistance(face)
      const glasses = mapPixels(image, (value, x, y) => {
        const near = min(dist(x - left.x, y - left.y), dist(x - right.x, y - right.y))
        return near < radius ? 0.15 * value : value
      })
      expect(failures(measureFace(glasses, face, []))).toContain('EYES_VISIBLE')
    }
  })

  function dist(x: number, y: number): number {
    return sqrt(x * x + y * y)
  }
})

describe('place', () => {
  test('a smaller photograph has fewer pixels between the eyes, and hardly loses sharpness', async () => {
    for (const { image, face } of portraits) {
      const before = measureFace(image, face, [])
      let last = measured(before, 'INTER_EYE_DISTANCE')
      for (const scale of [0.8, 0.6, 0.45]) {
        const width = Math.round(scale * image.width)
        const small = await portraitOf(await pixelsOf(asSharp(image).resize({ width })))
        const measures = measureFace(small.image, small.face, [])
        const distance = measured(measures, 'INTER_EYE_DISTANCE')
        expect(distance).toBeLessThan(last)
        expect(measured(measures, 'SHARPNESS')).toBeGreaterThan(measured(before, 'SHARPNESS') - 8)
        last = distance
      }
      expect(last).toBeLessThan(FACE_LIMITS.INTER_EYE_DISTANCE.limit)
    }
  })

  test('the further a photograph is turned, the more a level head tilts, without turning away', async () => {
    const level = portraits.filter(({ image, face }) => poseValue(image, face, 'POSE_ROLL') < 15)
    expect(level.length).toBeGreaterThan(2)
    for (const { image, face } of level) {
      const tilt = Math.sign(face.landmarks[1].y - face.landmarks[0].y) || 1
      const rolls = [poseValue(image, face, 'POSE_ROLL')]
      for (const turn of [10, 20, 40]) {
        const turned = await portraitOf(await pixelsOf(asSharp(image).rotate(tilt * turn)))
        const value = (name: FaceQualityName) => poseValue(turned.image, turned.face, name)
        rolls.push(value('POSE_ROLL'))
        if (turn > 20) continue
        expect(Math.abs(value('POSE_ROLL') - turn - (rolls[0] ?? 0))).toBeLessThan(5)
        expect(failures(measureFace(turned.image, turned.face, []))).not.toContain('POSE_YAW')
      }
      expect(rolls).toEqual([...rolls].sort((x, y) => x - y))
    }
  })

  const poseValue = (image: RgbImage, face: Face, name: FaceQualityName) =>
    measured(measureFace(image, face, []), name)

  test('the more the border cuts off, the more is missing', async () => {
    for (const { image, face } of portraits) {
      const missing = [-0.3, 0.25, 0.5, 0.75].map((share) => {
        const left = face.box.x + share * face.box.width
        const cut = crop(image, { x: left, y: 0, width: image.width, height: image.height })
        const shift = image.width - cut.width
        const [a, b, c, d, e] = face.landmarks.map(({ x, y }) => ({ x: x - shift, y }))
        if (!a || !b || !c || !d || !e) throw new Error('A landmark is missing.')
        const moved = { ...face, landmarks: [a, b, c, d, e] as Face['landmarks'] }
        return measured(measureFace(cut, moved, []), 'FACE_CROP')
      })
      expect(missing).toEqual([...missing].sort((a, b) => a - b))
      expect(missing[0]).toBeLessThan(FACE_LIMITS.FACE_CROP.limit)
      expect(missing[1]).toBeGreaterThan(FACE_LIMITS.FACE_CROP.limit)
    }
  })

  test('another face counts by its size, and is where it was found', () => {
    const [{ image, face } = { image: undefined, face: undefined }] = portraits
    if (image === undefined) throw new Error('There are no portraits.')
    const other = (scale: number): Face => ({
      ...face,
      box: { x: 3, y: 4, width: scale * face.box.width, height: scale * face.box.height },
    })
    const found = measureFace(image, face, [other(0.9), other(0.4)])
    const others = found.filter(({ name }) => name === 'SINGLE_FACE')
    expect(others.map(({ value }) => Math.round(value))).toEqual([90, 40])
    expect(others.map(({ passes }) => passes)).toEqual([false, true])
    expect(others[0]?.box[0]).toEqual({ x: 3, y: 4 })
  })
})

test('the same face is measured alike every time', () => {
  for (const { image, face } of portraits)
    expect(measureFace(image, face, [])).toEqual(measureFace(image, face, []))
})

test('a face on a picture of one colour is measured in finite numbers', () => {
  const [{ face } = { face: undefined }] = portraits
  if (face === undefined) throw new Error('There are no portraits.')
  for (const colour of [0, 255]) {
    const flat = { width: 300, height: 300, data: new Uint8Array(270_000).fill(colour) }
    const measures = measureFace(flat, face, [])
    expect(measures.every(({ value }) => Number.isFinite(value))).toBe(true)
    expect(failures(measures)).toContain('SHARPNESS')
    expect(failures(measures)).toContain(colour === 0 ? 'UNDER_EXPOSURE' : 'OVER_EXPOSURE')
  }
})
