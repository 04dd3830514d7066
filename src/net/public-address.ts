import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Special ranges that ipaddr.js calls ordinary (IANA registries; microsoft/AntiSSRF IPAddressRanges.json). */
const ALSO_SPECIAL = [
  '168.63.129.16/32', // Azure's WireServer
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.175.48.0/24',
  '2620:4f:8000::/48',
  '3fff::/20', // documentation
].map((range) => ipaddr.parseCIDR(range))

/** IPv6 has no public address outside this. NAT64 and 6to4 forms of IPv4 addresses are therefore refused too. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address, as text, is one that a stranger's server may have: unicast on the public internet.
 * Anything else, text that is no address included, is not.
 */
export function isPublicAddress(text: string): boolean {
  if (isIP(text) === 0) return false
  const address = ipaddr.process(text) // an IPv4-mapped IPv6 address becomes IPv4
  if (address.range() !== 'unicast') return false
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_IPV6)) return false
  return !ALSO_SPECIAL.some(([base, bits]) => {
    return base.kind() === address.kind() && address.match(base, bits)
  })
}
