import { createHash } from 'node:crypto'
import { type ChipFinding, type DataGroupFinding, failed, passed, skipped } from './chip-reading'
import type { SecurityObject } from './security-object'

/** Compares every data group sent with its hash in the SOD (ICAO 9303-11 §5.1); one that was not sent is SKIPPED. */
export function checkDataGroups(
  sent: Map<number, Uint8Array>,
  { hash, hashes }: SecurityObject,
): DataGroupFinding[] {
  const numbers = [...new Set([...sent.keys(), ...hashes.keys()])].sort((a, b) => a - b)
  return numbers.map((number) => ({
    number,
    ...groupFinding(sent.get(number), hashes.get(number), hash),
  }))
}

/** All groups together: those sent must all fit. */
export function hashesFinding(groups: DataGroupFinding[]): ChipFinding {
  const wrong = groups.find(({ outcome }) => outcome === 'FAIL')
  if (wrong !== undefined) return failed(`DG${wrong.number}: ${wrong.reason}`)
  const whole = groups
    .filter(({ outcome }) => outcome === 'PASS')
    .map(({ number }) => `DG${number}`)
  return passed(`${whole.join(', ')}: the hashes are those in the SOD.`)
}

function groupFinding(
  bytes: Uint8Array | undefined,
  expected: Uint8Array | undefined,
  hash: SecurityObject['hash'],
): ChipFinding {
  if (bytes === undefined) return skipped('The SOD lists it, but it was not sent.')
  if (expected === undefined) return failed('The SOD does not list it.')
  if ('unsupported' in hash) return failed(`The hash ${hash.unsupported} is not supported.`)
  const same = createHash(hash.hash).update(bytes).digest().equals(expected)
  return same
    ? passed('Its hash is the one in the SOD.')
    : failed('Its hash is not the one in the SOD: it was changed, or is of another chip.')
}
