import { describe, expect, test } from '@jest/globals'
import { isRange, isWithin } from '../../src/access/address-ranges'

describe('tenant: addresses a key works from', () => {
  test.each([
    [['203.0.113.0/24'], '203.0.113.9', true],
    [['203.0.113.0/24'], '203.0.114.9', false],
    [['203.0.113.0/24'], '::ffff:203.0.113.9', true],
    [['203.0.113.7'], '203.0.113.7', true],
    [['203.0.113.7'], '203.0.113.8', false],
    [['2001:db8::/32'], '2001:db8:1::1', true],
    [['2001:db8::/32'], '203.0.113.9', false],
    [['10.0.0.0/8', '2001:db8::1'], '2001:db8::1', true],
    [['10.0.0.0/8'], 'no address', false],
    [[], 'anything', true],
  ])('of %j %s: %s', (ranges, address, within) => {
    expect(isWithin(ranges, address)).toBe(within)
  })

  test.each([
    ['203.0.113.0/24', true],
    ['2001:db8::/32', true],
    ['203.0.113.7', true],
    ['203.0.113.0/33', false],
    ['example.com', false],
    ['', false],
  ])('%j is a range: %s', (text, is) => {
    expect(isRange(text)).toBe(is)
  })
})
