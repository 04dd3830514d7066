import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cllr, cllrFigure, cllrGain, leastCllr } from '../../src/evaluation/cllr'
import { fitCalibration } from '../../src/evaluation/fit-calibration'
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
    const [least, { value, low, high }] = [leastCllr(right), cllrFigure(right)]
    expect(value).toBeCloseTo(cllr(right), 12)
    expect(value).toBeGreaterThan(least)
    expect((value ?? 1) - least).toBeLessThan(0.02)
    expect(low).toBeLessThan(value ?? 0)
    expect(high).toBeGreaterThan(value ?? 1)
    const bold = right.map(({ ratio, ...rest }) => ({ ...rest, ratio: 4 * ratio }))
    expect(cllrFigure(bold).low).toBeGreaterThan(high ?? 1)
    expect(leastCllr(bold)).toBeCloseTo(least, 9)
  })
})

describe('loop: the interval of the cost', () => {
  /** Thirty people of either kind, some with several comparisons. */
  const drawn = (seed: number) => {
    const random = createRandom(seed)
    return Array.from({ length: 300 }, (_, at) => {
      const same = at % 3 > 0
      const ratio = (same ? 2 : -2) + 2 * random.normal()
      return Array.from({ length: 1 + (at % 3) }, () => ({ ratio, same, party: `app_${at}` }))
    }).flat()
  }

  test('holds the cost of all in about 95 of 100 samples, where people come several times as well', () => {
    const truth = cllr(Array.from({ length: 200 }, (_, seed) => drawn(1000 + seed)).flat())
    const held = Array.from({ length: 400 }, (_, seed) => cllrFigure(drawn(seed))).filter(
      ({ low, high }) => Number(low) <= truth && truth <= Number(high),
    )
    expect(held.length / 400).toBeGreaterThan(0.91)
    expect(held.length / 400).toBeLessThan(0.985)
  })
})

describe('loop: another calibration', () => {
  const right = calibrated(4000)

  test('leaves ratios that mean what they say nearly as they are', () => {
    const { scale, offset } = fitCalibration(right)
    expect(scale).toBeGreaterThan(0.9)
    expect(scale).toBeLessThan(1.1)
    expect(Math.abs(offset)).toBeLessThan(0.3)
  })

  test('undoes what was stretched and shifted, and hardly anything where few are known', () => {
    const spoilt = right.map(({ ratio, ...rest }) => ({ ...rest, ratio: 2 * ratio + 3 }))
    const { scale, offset } = fitCalibration(spoilt)
    expect(scale).toBeCloseTo(0.5, 1)
    expect(offset).toBeCloseTo(-1.5, 0)
    const few = fitCalibration(spoilt.slice(0, 6))
    expect(few.scale).toBeGreaterThan(0.7)
    const after = spoilt.map(({ ratio, ...rest }) => ({ ...rest, ratio: scale * ratio + offset }))
    expect(cllrGain(spoilt, after).low).toBeGreaterThan(0)
    expect(cllrGain(spoilt, spoilt)).toEqual({ value: 0, low: 0, high: 0 })
  })

  test('never turns comparisons around, whatever the labels say', () => {
    fc.assert(
      fc.property(trials, (all) => {
        const { scale, offset } = fitCalibration(all)
        expect(scale).toBeGreaterThan(0)
        expect(Number.isFinite(offset)).toBe(true)
      }),
    )
    const turned = right.map(({ ratio, ...rest }) => ({ ...rest, ratio: -ratio }))
    expect(fitCalibration(turned).scale).toBe(0.01)
  })
})
