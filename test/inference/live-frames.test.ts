import { beforeAll, describe, expect, test } from '@jest/globals'
import { measureFrame } from '../../src/inference/live-frames'
import type { FrameMeasure } from '../../src/liveness/frame-measure'
import type { RgbImage } from '../../src/vision/geometry'
import { cosineSimilarity } from '../../src/vision/similarity'
import { litBy } from '../support/camera'
import { person } from '../support/live-burst'
import { type Puppet, show } from '../support/turned-face'

let anna: Puppet
let straight: FrameMeasure

beforeAll(async () => {
  anna = await person('anna')
  straight = await measure(anna.photo)
})

async function measure(image: RgbImage): Promise<FrameMeasure> {
  const found = await measureFrame(image)
  if (found === null) throw new Error('There is no face.')
  return found
}

describe('a frame', () => {
  test('without a face measures nothing', async () => {
    const grey = { width: 320, height: 240, data: new Uint8Array(3 * 320 * 240).fill(120) }
    expect(await measureFrame(grey)).toBeNull()
  })

  test('with a face measures everything, equal every time', async () => {
    expect(straight).toMatchObject({ width: 640, height: 480, faces: 1 })
    expect(straight.presence).toBeGreaterThan(10)
    expect(straight.template).toHaveLength(192)
    expect(straight.patch.points).toHaveLength(468)
    expect(straight.skin?.r).toBeGreaterThan(straight.skin?.b ?? 1)
    expect(straight.background).not.toBeNull()
    expect(straight.edgeWidth).toBeLessThan(7)
    expect(await measure(anna.photo)).toEqual(straight)
  })

  test('with two faces of one size counts both', async () => {
    const { width, height, data } = anna.photo
    const twice = { width: 2 * width, height, data: new Uint8Array(2 * data.length) }
    for (let row = 0; row < height; row++)
      for (const side of [0, 1])
        twice.data.set(
          data.subarray(3 * row * width, 3 * (row + 1) * width),
          3 * width * (2 * row + side),
        )
    expect((await measure(twice)).faces).toBe(2)
  })
})

describe('what a person does is measured:', () => {
  test('shut eyes', async () => {
    const shut = await measure(show(anna, { lids: 1 }))
    expect(Math.max(...straight.eyesClosed)).toBeLessThan(0.2)
    expect(Math.min(...shut.eyesClosed)).toBeGreaterThan(0.8)
    expect(shut.eyeAspect[0]).toBeLessThan(0.9 * straight.eyeAspect[0])
    expect(shut.eyeAspect[1]).toBeLessThan(0.9 * straight.eyeAspect[1])
  })

  test('an open mouth, which lifts the pitch a little', async () => {
    const open = await measure(show(anna, { mouth: 1 }))
    expect(straight.mouthOpening).toBeLessThan(0.05)
    expect(open.mouthOpening - straight.mouthOpening).toBeGreaterThan(0.1)
    expect(Math.abs(open.pose.pitch - straight.pose.pitch)).toBeLessThan(7)
  })

  test('a turn, after which it is still the same person', async () => {
    const turned = await measure(show(anna, { yaw: 20 }))
    expect(turned.pose.yaw - straight.pose.yaw).toBeGreaterThan(12)
    expect(cosineSimilarity(turned.template, straight.template)).toBeGreaterThan(0.6)
    expect(turned.mouthOpening).toBeLessThan(0.08)
  })

  test('coloured light on the skin', async () => {
    const lit = await measure(litBy(anna.photo, { red: 0.1, green: 0, blue: 0 }, anna.fit.to, 220))
    expect((lit.skin?.r ?? 0) / (straight.skin?.r ?? 1)).toBeGreaterThan(1.05)
    expect((lit.skin?.b ?? 0) / (straight.skin?.b ?? 1)).toBeCloseTo(1, 2)
  })
})
