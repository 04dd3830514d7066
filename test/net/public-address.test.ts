import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { isPublicAddress } from '../../src/net/public-address'

test.each([
  '127.0.0.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '168.63.129.16',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'ff02::1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001:db8::1',
  '3fff::1',
  '100::1',
  '100:0:0:1::1',
  '5f00::1',
  '4000::1',
  '',
  'localhost',
  '1.2.3',
  'x',
  '[::1]',
])('%j is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each(['1.1.1.1', '8.8.8.8', '93.184.216.34', '2606:4700::1111', '2a00:1450:4001::1'])(
  '%j is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
)

test('1 000 addresses that look public are', () => {
  const octet = fc.integer({ min: 0, max: 255 })
  const special = (a: number, b: number) =>
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 168 && b === 63) ||
    (a === 198 && (b === 18 || b === 19 || b === 51)) ||
    (a === 192 && [0, 31, 52, 88, 168, 175].includes(b)) ||
    (a === 203 && b === 0)
  const address = fc
    .tuple(fc.integer({ min: 1, max: 223 }), octet, octet, octet)
    .filter(([a, b]) => !special(a, b))
    .map((parts) => new ipaddr.IPv4(parts).toString())
  fc.assert(fc.property(address, isPublicAddress), { numRuns: 1000 })
})
