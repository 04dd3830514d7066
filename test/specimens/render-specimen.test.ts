import { describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { allChecksValid, parseMrz } from '../../src/documents/mrz/parse-mrz'
import { createRandom } from '../../src/specimens/random'
import { renderSpecimen, type SpecimenRequest } from '../../src/specimens/render-specimen'
import { inventPerson } from '../../src/specimens/specimen-person'
import type { Quad } from '../../src/vision/geometry'
import { homography, project } from '../../src/vision/homography'

const TODAY = '2026-11-24'
const request = (overrides: Partial<SpecimenRequest> = {}): SpecimenRequest => ({
  format: 'TD3',
  fields: inventPerson(overrides.format ?? 'TD3', createRandom(5), TODAY),
  portrait: null,
  seed: 5,
  degrade: 'none',
  ...overrides,
})

describe('a specimen', () => {
  test('is the same for the same seed, and another for another', async () => {
    const first = await renderSpecimen(request({ degrade: 'phone' }))
    const again = await renderSpecimen(request({ degrade: 'phone' }))
    const other = await renderSpecimen(request({ degrade: 'phone', seed: 6 }))
    expect(first.image.equals(again.image)).toBe(true)
    expect(first.image.equals(other.image)).toBe(false)
  })

  test.each(['TD1', 'TD2', 'TD3'] as const)(
    '%s carries a valid zone and says that it is of Utopia',
    async (format) => {
      const { image, truth } = await renderSpecimen(request({ format }))
      const reading = parseMrz(truth.lines, TODAY)
      expect(reading?.format).toBe(format)
      expect(reading && allChecksValid(reading)).toBe(true)
      expect(reading?.fields.find(({ name }) => name === 'ISSUING_STATE')?.value).toBe('UTO')
      expect((await sharp(image).metadata()).format).toBe('jpeg')
    },
  )

  test('shows the portrait where it says', async () => {
    const portrait = {
      width: 8,
      height: 10,
      data: new Uint8Array(240).map((_, i) => (i % 3 === 0 ? 250 : 10)),
    }
    const { image, truth } = await renderSpecimen(request({ degrade: 'light', portrait }))
    const [a, , c] = truth.portraitBox
    const left = Math.round((a.x + c.x) / 2)
    const top = Math.round((a.y + c.y) / 2)
    const middle = await sharp(image).extract({ left, top, width: 4, height: 4 }).raw().toBuffer()
    expect(middle[0]).toBeGreaterThan(150)
    expect(middle[1]).toBeLessThan(60)
  })

  test('whose number was edited keeps the old check digits, in both zones', async () => {
    const fields = { ...request().fields, documentNumber: 'L89423516' }
    const { truth } = await renderSpecimen(
      request({ fields, edit: { documentNumber: 'L89423576' } }),
    )
    const reading = parseMrz(truth.lines, TODAY)
    expect(reading?.checkDigits.filter(({ valid }) => !valid).map(({ field }) => field)).toEqual([
      'DOCUMENT_NUMBER',
      'COMPOSITE',
    ])
    expect(truth.fields.documentNumber).toBe('L89423576')
  })

  test('refuses an edit that its check digit would not notice', async () => {
    const fields = { ...request().fields, documentNumber: 'L89423516' }
    for (const documentNumber of ['L8942351', 'V89423516', 'L89423516'])
      await expect(renderSpecimen(request({ fields, edit: { documentNumber } }))).rejects.toThrow(
        'another check digit',
      )
  })
})

test('a homography takes corners to corners', () => {
  const from: Quad = [
    { x: 0, y: 0 },
    { x: 10, y: 0 },
    { x: 10, y: 6 },
    { x: 0, y: 6 },
  ]
  const to: Quad = [
    { x: 3, y: 2 },
    { x: 20, y: 4 },
    { x: 18, y: 15 },
    { x: 1, y: 12 },
  ]
  const h = homography(from, to)
  for (const [i, corner] of from.entries()) {
    const { x, y } = project(h, corner)
    expect(x).toBeCloseTo(to[i]?.x ?? 0, 9)
    expect(y).toBeCloseTo(to[i]?.y ?? 0, 9)
  }
  expect(() => homography([from[0], from[0], from[2], from[3]], to)).toThrow('in line')
})

test('chance with one seed is always the same and normal numbers are normal', () => {
  const draws = Array.from({ length: 4000 }, createRandom(1).normal)
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
  const variance = draws.reduce((sum, x) => sum + x * x, 0) / draws.length
  expect(Math.abs(mean)).toBeLessThan(0.06)
  expect(variance).toBeCloseTo(1, 1)
  expect(createRandom(9).whole(1, 1000)).toBe(createRandom(9).whole(1, 1000))
})
