import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cllr, cllrFigure, leastCllr } from '../../src/evaluation/cllr'
import { createRandom } from '../../src/specimens/random'

const trial = fc.record({
  ratio: fc.integer({ min: -30, max: 30 }),
  same: fc.boolean(),
})
const trials = fc
  .array(trial, { minLength: 2, maxLength: 60 })
  .filter((all) => new Set(all.map(({ same }) => same)).size === 2)

/** Ratios that mean what they say: normal, of one person and of two, with the deviation squared apart. */
function calibrated(people: number, deviation = 3) {
  const random = createRandom(5)
  return Array.from({ length: people }, (_, at) => {
    const same = at % 2 === 0
    const mean = ((same ? 1 : -1) * deviation ** 2) / 2
    return { ratio: mean + deviation * random.normal(), same, party: `app_${at}` }
  })
}

describe('loop: the cost of likelihood ratios', () => {
  test('is 1 for saying nothing, near 0 for being sure and right, and grows without end for being sure and wrong', () => {
    const both = (ratio: number) => [
      { ratio, same: true },
      { ratio: -ratio, same: false },
    ]
    expect(cllr(both(0))).toBeCloseTo(1, 12)
    expect(cllr(both(Math.log(3)))).toBeCloseTo(Math.log2(4 / 3), 12)
    expect(cllr(both(40))).toBeLessThan(1e-12)
    expect(cllr(both(-40))).toBeCloseTo(40 / Math.log(2), 6)
    expect(cllr([{ ratio: 1, same: true }])).toBeNaN()
  })

  test('with the best ratios is by hand what pooling leaves, and never more than the cost', () => {
    // Ascending: two, one, two, one person. The middle two are pooled and say nothing.
    const order = [false, true, false, true].map((same, ratio) => ({ ratio, same }))
    expect(leastCllr(order)).toBeCloseTo(0.5, 12)
    fc.assert(
      fc.property(trials, (all) => {
        const least = leastCllr(all)
        expect(least).toBeGreaterThanOrEqual(0)
        expect(least).toBeLessThanOrEqual(Math.min(1, cllr(all)) + 1e-9)
      }),
    )
  })

  test('with the best ratios asks for their order alone', () => {
    fc.assert(
      fc.property(trials, (all) => {
        const stretched = all.map(({ ratio, same }) => ({ ratio: 3 * ratio - 7, same }))
        expect(leastCllr(stretched)).toBeCloseTo(leastCllr(all), 9)
      }),
    )
  })

  test('shows in its interval whether ratios are as sure as they may be', () => {
    const right = calibrated(4000)
    const [least, { value, low, high }] = [leastCllr(right), cllrFigure(right, createRandom(1))]
    expect(value).toBeCloseTo(cllr(right), 12)
    expect(value).toBeGreaterThan(least)
    expect((value ?? 1) - least).toBeLessThan(0.02)
    expect(low).toBeLessThan(value ?? 0)
    expect(high).toBeGreaterThan(value ?? 1)
    const bold = right.map(({ ratio, ...rest }) => ({ ...rest, ratio: 4 * ratio }))
    expect(cllrFigure(bold, createRandom(1)).low).toBeGreaterThan(high ?? 1)
    expect(leastCllr(bold)).toBeCloseTo(least, 9)
  })
})
