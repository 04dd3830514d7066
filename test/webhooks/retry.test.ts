import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ATTEMPT_DELAYS_SEC, nextStep } from '../../src/webhooks/retry'

const MIDDLE = 0.5
const failed = { status: 500, retryAfterSec: null }

test('ten attempts, each later than the one before, over three days', () => {
  const delays = Array.from({ length: 10 }, (_, i) => nextStep(i + 1, failed, MIDDLE))
  expect(delays).toEqual([
    ...ATTEMPT_DELAYS_SEC.slice(1).map((delaySec) => ({ step: 'RETRY', delaySec })),
    { step: 'DEAD_LETTER' },
  ])
  expect(ATTEMPT_DELAYS_SEC).toEqual([0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400])
})

const attempt = fc.integer({ min: 1, max: 9 })
const random = fc.double({ min: 0, max: 1, noNaN: true })
const retryAfterSec = fc.option(fc.nat({ max: 10_000_000 }))
const status = fc.integer({ min: 100, max: 599 })

test('only 2xx is success, and at any attempt', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      status,
      retryAfterSec,
      random,
      (n, code, wait, r) => {
        const { step } = nextStep(n, { status: code, retryAfterSec: wait }, r)
        expect(step === 'DELIVERED').toBe(code >= 200 && code <= 299)
        expect(step === 'DISABLE_ENDPOINT').toBe(code === 410)
      },
    ),
  )
})

test('the delay is within 20 % of the table', () => {
  fc.assert(
    fc.property(attempt, random, (n, r) => {
      const next = nextStep(n, { refused: 'TIMEOUT' }, r)
      if (next.step !== 'RETRY') throw new Error(next.step)
      const tableSec = ATTEMPT_DELAYS_SEC[n] ?? Number.NaN
      expect(next.delaySec).toBeGreaterThanOrEqual(tableSec * 0.7999)
      expect(next.delaySec).toBeLessThanOrEqual(tableSec * 1.2001)
    }),
  )
})

test('Retry-After lengthens the delay, up to a day, and never shortens it', () => {
  fc.assert(
    fc.property(attempt, retryAfterSec, random, (n, wait, r) => {
      const asked = nextStep(n, { status: 429, retryAfterSec: wait }, r)
      const plain = nextStep(n, failed, r)
      if (asked.step !== 'RETRY' || plain.step !== 'RETRY') throw new Error('no retry')
      expect(asked.delaySec).toBe(Math.max(plain.delaySec, Math.min(wait ?? 0, 86_400)))
    }),
  )
})

test('redirects and refusals are failures', () => {
  for (const code of [301, 302, 307, 308, 400, 404, 429, 503]) {
    expect(nextStep(1, { status: code, retryAfterSec: null }, MIDDLE).step).toBe('RETRY')
  }
  expect(nextStep(10, { refused: 'ADDRESS' }, MIDDLE)).toEqual({ step: 'DEAD_LETTER' })
})
