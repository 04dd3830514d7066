import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createRandom } from '../../src/specimens/random'
import { photographLive, photographPrint, photographScreen } from '../../src/specimens/recapture'
import type { Box, Point, RgbImage } from '../../src/vision/geometry'
import {
  borderCue,
  fuseLiveness,
  gamutCue,
  moireCue,
  type RecaptureCue,
  raisedInMost,
  specularCue,
} from '../../src/vision/recapture-cues'
import { photograph } from '../support/photographs'

const SENSOR = { width: 256, height: 256, noise: 2.5 }
const FACE: Box = { x: 40, y: 40, width: 176, height: 176 }
const WHOLE = quad(FACE)

function quad({ x, y, width, height }: Box): RecaptureCue['box'] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ]
}

function cue(name: RecaptureCue['name'], raised: boolean): RecaptureCue {
  return { name, value: 1, limit: 1, unit: '', raised, box: WHOLE }
}

let face: RgbImage
beforeAll(async () => {
  const { width, data } = await photograph(3)
  // The face of the woman in the middle.
  const side = 300
  const cut = new Uint8Array(3 * side * side)
  for (let row = 0; row < side; row++)
    cut.set(
      data.subarray(3 * ((180 + row) * width + 1035), 3 * ((180 + row) * width + 1035 + side)),
      3 * row * side,
    )
  face = { width: side, height: side, data: cut }
})

describe('moiré', () => {
  test.each([1, 2, 3])('is not seen on a face before the camera (%d)', (seed) => {
    const cue = moireCue(photographLive(face, SENSOR, createRandom(seed)), FACE)
    expect(cue).toMatchObject({ name: 'MOIRE', raised: false })
    expect(cue?.value).toBeLessThan(7)
  })

  test.each([1, 2, 3])('is seen on a screen before the camera (%d)', (seed) => {
    const image = photographScreen(face, SENSOR, createRandom(seed))
    expect(moireCue(image, FACE)).toMatchObject({ raised: true })
  })

  test.each([1, 2, 3])('is seen on print before the camera (%d)', (seed) => {
    const image = photographPrint(face, SENSOR, createRandom(seed))
    expect(moireCue(image, FACE)).toMatchObject({ raised: true })
  })

  test('is not looked for on a face that is small, or at the rim of the image', () => {
    const image = photographLive(face, SENSOR, createRandom(1))
    expect(moireCue(image, { x: 90, y: 90, width: 60, height: 60 })).toBeNull()
    expect(moireCue(image, { x: -60, y: 40, width: 176, height: 176 })).toBeNull()
  })
})

describe('the gamut', () => {
  const grey = (least: number): RgbImage => {
    const data = Uint8Array.from({ length: 3 * 100 * 100 }, (_, at) => least + (at % 7) * 20)
    return { width: 100, height: 100, data }
  }
  const box = { x: 0, y: 0, width: 100, height: 100 }

  test('is pale when nothing is dark', () => {
    expect(gamutCue(grey(10), box).raised).toBe(false)
    expect(gamutCue(grey(90), box)).toMatchObject({ name: 'GAMUT', raised: true })
  })
})

describe('the white spot', () => {
  test('is not seen on a face before the camera', () => {
    const image = photographLive(face, SENSOR, createRandom(4))
    expect(specularCue(image, FACE)).toMatchObject({ name: 'SPECULAR', raised: false })
  })

  test('is seen where a lamp shines back from glossy paper', () => {
    const image = photographPrint(face, SENSOR, createRandom(4))
    lampOn(image, { x: 110, y: 100 }, 14)
    const cue = specularCue(image, FACE)
    expect(cue).toMatchObject({ raised: true, unit: '%' })
    expect(cue?.value).toBeGreaterThan(2)
  })

  test('does not count beside the face', () => {
    const image = photographLive(face, SENSOR, createRandom(4))
    lampOn(image, { x: 20, y: 20 }, 14)
    expect(specularCue(image, FACE)?.raised).toBe(false)
  })

  test('is not looked for outside the image', () => {
    expect(specularCue(face, { x: 900, y: 900, width: 50, height: 50 })).toBeNull()
  })
})

/** Everything white within `radius` pixels. */
function lampOn({ width, height, data }: RgbImage, { x, y }: Point, radius: number): void {
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if (Math.hypot(column - x, row - y) <= radius)
        data.fill(255, 3 * (row * width + column), 3 * (row * width + column) + 3)
}

describe('the border', () => {
  test('is raised by edges that were found', () => {
    expect(borderCue(null, FACE)).toMatchObject({ raised: false, value: 0 })
    expect(borderCue(WHOLE, FACE)).toMatchObject({ raised: true, value: 4, box: WHOLE })
  })
})

describe('the whole', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 8,
  })

  test('is the mean of the network without traces, and never more than it with them', () => {
    fc.assert(
      fc.property(scores, fc.array(fc.boolean(), { maxLength: 4 }), (network, raised) => {
        const mean = network.reduce((sum, score) => sum + score, 0) / network.length
        const cues = raised.map((is) => [cue('MOIRE', is)])
        const fused = fuseLiveness(network, cues) ?? Number.NaN
        expect(fused).toBeLessThanOrEqual(mean)
        expect(fused).toBeGreaterThanOrEqual(0)
        const most = 2 * raised.filter(Boolean).length > raised.length
        expect(fused).toBe(most ? Math.min(mean, 0.3) : mean)
      }),
    )
  })

  test('takes a trace that is in most of the frames, and not one in a few', () => {
    const frames = [true, false, false].map((raised) => [cue('MOIRE', raised)])
    expect(raisedInMost(frames)).toEqual([])
    expect(raisedInMost([...frames, ...frames.slice(0, 1), [cue('MOIRE', true)]])).toHaveLength(1)
    expect(fuseLiveness([0.9, 0.9], [[cue('MOIRE', true)], []])).toBe(0.3)
  })

  test('gives no weight to a pale gamut, nor to edges, which rooms have too', () => {
    expect(fuseLiveness([0.9], [[cue('GAMUT', true), cue('BORDER', true)]])).toBe(0.9)
  })

  test('has nothing to say without frames', () => {
    expect(fuseLiveness([], [])).toBeNull()
  })
})
