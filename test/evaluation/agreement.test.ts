import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { agreementOf } from '../../src/evaluation/agreement'

const times = (n: number, a: string, b: string) => Array.from({ length: n }, () => [a, b] as const)

test('kappa of published tables: 0.4 and 0.13', () => {
  const grants = [
    ...times(20, 'Y', 'Y'),
    ...times(5, 'Y', 'N'),
    ...times(10, 'N', 'Y'),
    ...times(15, 'N', 'N'),
  ]
  expect(agreementOf(grants)).toMatchObject({ n: 50, agreement: 0.7 })
  expect(agreementOf(grants).kappa).toBeCloseTo(0.4, 10)
  const lopsided = [
    ...times(45, 'Y', 'Y'),
    ...times(15, 'Y', 'N'),
    ...times(25, 'N', 'Y'),
    ...times(15, 'N', 'N'),
  ]
  expect(agreementOf(lopsided).kappa).toBeCloseTo(0.1304, 4)
})

test('kappa is 1 for those who always agree, and unknown where all is the same or nothing was judged', () => {
  expect(agreementOf([...times(3, 'A', 'A'), ...times(2, 'R', 'R')]).kappa).toBe(1)
  expect(agreementOf(times(5, 'A', 'A'))).toMatchObject({
    n: 5,
    agreement: 1,
    kappa: null,
    low: null,
  })
  expect(agreementOf([])).toMatchObject({ n: 0, agreement: null, kappa: null })
})

test('the interval of kappa holds it, narrows with more pairs, and is wide where few agree in all', () => {
  const few = agreementOf([...times(3, 'A', 'A'), ...times(2, 'R', 'R')])
  expect(few).toMatchObject({ kappa: 1, high: 1 })
  expect(few.low).toBeLessThan(0.2)
  const width = (n: number) => {
    const { kappa, low, high } = agreementOf([
      ...[...times(4 * n, 'A', 'A'), ...times(n, 'A', 'R')],
      ...[...times(n, 'R', 'A'), ...times(4 * n, 'R', 'R')],
    ])
    expect(low).toBeLessThan(kappa ?? 0)
    expect(high).toBeGreaterThan(kappa ?? 0)
    return (high ?? 0) - (low ?? 0)
  }
  expect(width(100)).toBeLessThan(width(10))
  // Of 400 pairs, half of them by chance, Cohen's own standard error gives 0.6 ± 0.078 (his formula 7).
  expect(width(40)).toBeCloseTo(2 * 1.96 * Math.sqrt((0.8 * 0.2) / (400 * 0.25)), 2)
})

test('kappa does not depend on who is first, and is never above the agreement', () => {
  const verdict = fc.constantFrom('A', 'R', 'T')
  fc.assert(
    fc.property(fc.array(fc.tuple(verdict, verdict), { minLength: 1 }), (pairs) => {
      const { kappa, agreement } = agreementOf(pairs)
      const turned = agreementOf(pairs.map(([a, b]) => [b, a] as const))
      if (kappa === null) return
      expect(turned.kappa).toBeCloseTo(kappa, 9)
      expect(kappa).toBeLessThanOrEqual((agreement ?? 0) + 1e-9)
    }),
  )
})
