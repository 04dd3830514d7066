import ipaddr from 'ipaddr.js'

type Value = string | number | bigint | Value[] | { [key: string]: Value }
type Node = [Node | string | null, Node | string | null]

/** A database of countries as operators supply it (MaxMind DB 2.0, records of 24 bits, IPv6 with IPv4 in ::/96), made up. */
export function countryDatabase(
  networks: Record<string, string>,
  { builtAt = new Date(), type = 'Test-Country' } = {},
): Buffer {
  const root: Node = [null, null]
  for (const [network, country] of Object.entries(networks)) plant(root, bitsOf(network), country)
  const nodes = nodesOf(root)
  const countries = [...new Set(Object.values(networks))]
  const data = countries.map((code) => encode({ country: { iso_code: code } }))
  const placeOf = (code: string) =>
    data.slice(0, countries.indexOf(code)).reduce((sum, { length }) => sum + length, 0)
  const record = (to: Node[number]): number => {
    if (to === null) return nodes.length
    return typeof to === 'string' ? nodes.length + 16 + placeOf(to) : nodes.indexOf(to)
  }
  const tree = Buffer.alloc(nodes.length * 6)
  nodes.forEach(([left, right], at) => {
    tree.writeUIntBE(record(left), at * 6, 3)
    tree.writeUIntBE(record(right), at * 6 + 3, 3)
  })
  const metadata = {
    ...{ binary_format_major_version: 2, binary_format_minor_version: 0 },
    build_epoch: BigInt(Math.floor(builtAt.getTime() / 1000)),
    ...{ database_type: type, description: { en: 'made up' }, languages: ['en'] },
    ...{ ip_version: 6, node_count: nodes.length, record_size: 24 },
  }
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1')
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, encode(metadata)])
}

function bitsOf(network: string): number[] {
  const [address, length] = ipaddr.parseCIDR(network)
  const isV4 = address.kind() === 'ipv4'
  const bytes = isV4 ? [...Array(12).fill(0), ...address.toByteArray()] : address.toByteArray()
  const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, at) => (byte >> (7 - at)) & 1))
  return bits.slice(0, isV4 ? 96 + length : length)
}

function plant(root: Node, bits: number[], country: string): void {
  let node = root
  for (const bit of bits.slice(0, -1)) {
    const next = node[bit]
    const made: Node = Array.isArray(next) ? next : [null, null]
    node[bit as 0 | 1] = made
    node = made
  }
  node[bits.at(-1) as 0 | 1] = country
}

function nodesOf(root: Node): Node[] {
  const nodes = [root]
  for (const node of nodes) nodes.push(...node.filter((each) => Array.isArray(each)))
  return nodes
}

/** Types of the data section: 2 text, 6 and 9 unsigned numbers, 7 a map, 11 an array. */
function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(2, value.length), Buffer.from(value)])
  if (typeof value === 'number') return numbered(6, value.toString(16))
  if (typeof value === 'bigint') return numbered(9, value.toString(16))
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)])
  const entries = Object.entries(value)
  return Buffer.concat([control(7, entries.length), ...entries.flat().map(encode)])
}

function numbered(type: number, hex: string): Buffer {
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([control(type, bytes.length), bytes])
}

/** All here are shorter than 29. */
function control(type: number, size: number): Buffer {
  return Buffer.from(type > 7 ? [size, type - 7] : [(type << 5) | size])
}
