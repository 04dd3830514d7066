import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { editDistance } from '../../../src/documents/edit-distance'
import { nearestPart } from '../../../src/documents/visual-zone/nearest-part'

test('a phrase is found in the middle of a text, slips included', () => {
  expect(nearestPart('DATEOFBIRTH', '4DATEOFBIRTHDATEDENAISSANCE')).toEqual({
    start: 1,
    end: 12,
    distance: 0,
  })
  expect(nearestPart('PLACEOFBIRTH', 'SEXPACEOFBIRTHX').distance).toBe(1)
})

test('no part of the text is nearer than the one found', () => {
  const letters = (max: number) =>
    fc.string({ unit: fc.constantFrom('A', 'B', 'C'), minLength: 1, maxLength: max })
  fc.assert(
    fc.property(letters(5), letters(9), (pattern, text) => {
      const { start, end, distance } = nearestPart(pattern, text)
      expect(editDistance(pattern, text.slice(start, end))).toBe(distance)
      for (let from = 0; from <= text.length; from++)
        for (let to = from; to <= text.length; to++)
          expect(editDistance(pattern, text.slice(from, to))).toBeGreaterThanOrEqual(distance)
    }),
  )
})
