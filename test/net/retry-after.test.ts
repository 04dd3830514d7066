import { expect, test } from '@jest/globals'
import { parseRetryAfter } from '../../src/net/retry-after'

const NOW = new Date('2026-01-01T00:00:00Z')

test.each([
  [undefined, null],
  ['', null],
  ['soon', null],
  ['-5', null],
  ['1.5', null],
  ['99999999999', null],
  ['0', 0],
  [' 120 ', 120],
  ['Thu, 01 Jan 2026 00:02:00 GMT', 120],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
])('%j means %j seconds', (value, expected) => {
  expect(parseRetryAfter(value, NOW)).toBe(expected)
})
