import { describe, expect, test } from '@jest/globals'
import { createRandom } from '../../src/specimens/random'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import { inventPerson } from '../../src/specimens/specimen-person'
import { quarterTurnsOf, sizeByRatio, turnUpright, upOf } from '../../src/vision/page-geometry'
import { quadOfBox, quadOverlap, turnQuad } from '../../src/vision/quads'
import { pageAroundZone } from '../../src/vision/zone-geometry'

describe('the page around a machine-readable zone', () => {
  test.each([
    ['TD1', 'ID_1'],
    ['TD2', 'ID_2'],
    ['TD3', 'ID_3'],
  ] as const)('of a flat %s is found by geometry alone', async (format, size) => {
    const fields = inventPerson(format, createRandom(1), '2026-11-24')
    const request = { format, fields, portrait: null, seed: 1, degrade: 'none' } as const
    const { truth } = await renderSpecimen(request)
    for (const known of [format, null]) {
      const around = pageAroundZone(truth.mrzBox, known)
      expect(around?.size).toBe(size)
      expect(around && quadOverlap(around.quad, truth.pageBox)).toBeGreaterThan(0.93)
    }
  })

  test('is none when the zone is a point', () => {
    expect(pageAroundZone(quadOfBox({ x: 5, y: 5, width: 0, height: 0 }), 'TD3')).toBeNull()
  })
})

test('the turns of an image follow from where the top side of the document points', () => {
  const upright = quadOfBox({ x: 0, y: 0, width: 86, height: 54 })
  expect([0, 1, 2, 3].map((step) => quarterTurnsOf(turnQuad(upright, step)))).toEqual([0, 3, 2, 1])
  for (const step of [0, 1, 2, 3]) {
    const up = upOf(turnQuad(upright, step))
    expect(turnUpright(upright, up)).toEqual(turnQuad(upright, step))
  }
})

test('a card is told from a passport page by its ratio, lying or standing', () => {
  expect(sizeByRatio(quadOfBox({ x: 0, y: 0, width: 856, height: 540 }))).toBe('ID_1')
  expect(sizeByRatio(quadOfBox({ x: 0, y: 0, width: 540, height: 856 }))).toBe('ID_1')
  expect(sizeByRatio(quadOfBox({ x: 0, y: 0, width: 1250, height: 880 }))).toBe('ID_3')
})
