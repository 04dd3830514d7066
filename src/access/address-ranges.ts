import ipaddr from 'ipaddr.js'

/** Whether this is an address or a range in CIDR notation (RFC 4632, RFC 4291). */
export function isRange(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.isValid(text)
}

/**
 * Whether the address lies in one of the ranges; without any range every address does. IPv4 in IPv6 counts as IPv4. An
 * address that cannot be read lies in none.
 */
export function isWithin(ranges: readonly string[], address: string): boolean {
  if (ranges.length === 0) return true
  if (!ipaddr.isValid(address)) return false
  const asked = ipaddr.process(address)
  return ranges.map(parsed).some(([network, bits]) => {
    return network.kind() === asked.kind() && asked.match([network, bits] as never)
  })
}

function parsed(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.isValidCIDR(range)) return ipaddr.parseCIDR(range)
  const address = ipaddr.process(range)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
