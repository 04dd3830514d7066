import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeDetections, mainFirst, overlap, suppress } from '../../src/vision/detections'

const side = fc.double({ min: 1, max: 100, noNaN: true })
const place = fc.double({ min: 0, max: 500, noNaN: true })
const box = fc.record({ x: place, y: place, width: side, height: side })
const detection = fc.record({ box, score: fc.double({ min: 0, max: 1, noNaN: true }) })

test('candidates become boxes of the image, and those below the bar are left out', () => {
  const scores = Float32Array.of(0.9, 0.1, 0.25, 0.75)
  const boxes = Float32Array.of(0, 0, 1, 1, 0.25, 0.5, 0.5, 1)
  const toImage = { a: 2, b: 0, c: 0.5, d: 0, e: 2, f: 0.5 }
  const found = decodeDetections(scores, boxes, 0.5, { width: 320, height: 240, toImage })
  expect(found).toEqual([{ score: 0.75, box: { x: 159.5, y: 239.5, width: 160, height: 240 } }])
})

test('overlap is 1 for equal boxes, 0 for separate ones, a third for half-shifted ones', () => {
  const unit = { x: 0, y: 0, width: 10, height: 10 }
  expect(overlap(unit, unit)).toBe(1)
  expect(overlap(unit, { ...unit, x: 20 })).toBe(0)
  expect(overlap(unit, { ...unit, x: 5 })).toBeCloseTo(1 / 3, 12)
})

test('overlap is symmetric and lies in 0..1', () => {
  fc.assert(
    fc.property(box, box, (a, b) => {
      expect(overlap(a, b)).toBeCloseTo(overlap(b, a), 12)
      expect(overlap(a, b)).toBeGreaterThanOrEqual(0)
      expect(overlap(a, b)).toBeLessThanOrEqual(1 + 1e-9)
    }),
  )
})

test('of a group the best stays, and a part cut by a tile goes', () => {
  const whole = { box: { x: 0, y: 0, width: 100, height: 100 }, score: 0.9 }
  const again = { box: { x: 5, y: 5, width: 100, height: 100 }, score: 0.8 }
  const part = { box: { x: 0, y: 60, width: 100, height: 40 }, score: 0.7 }
  const other = { box: { x: 300, y: 0, width: 100, height: 100 }, score: 0.6 }
  expect(suppress([other, part, again, whole])).toEqual([whole, other])
})

test('what is kept does not overlap, is sorted, and a second run changes nothing', () => {
  fc.assert(
    fc.property(fc.array(detection, { maxLength: 30 }), (detections) => {
      const kept = suppress(detections)
      expect(suppress(kept)).toEqual(kept)
      for (const [index, one] of kept.entries())
        for (const other of kept.slice(index + 1)) {
          expect(overlap(one.box, other.box)).toBeLessThanOrEqual(0.4)
          expect(one.score).toBeGreaterThanOrEqual(other.score)
        }
    }),
  )
})

test('the main face is the large one, and of equal ones the central one', () => {
  const image = { width: 1000, height: 1000 }
  const central = { box: { x: 450, y: 450, width: 100, height: 100 } }
  const aside = { box: { x: 50, y: 450, width: 110, height: 110 } }
  const large = { box: { x: 0, y: 0, width: 600, height: 600 } }
  expect(mainFirst([aside, central], image)[0]).toBe(central)
  expect(mainFirst([aside, central, large], image)[0]).toBe(large)
})
