/** A whole number from 0 to `count` - 1, each as likely as the others; `count` is 1 to 256. */
export type Chance = (count: number) => number

/**
 * Chance out of bytes that are themselves evenly spread. A byte from which no even choice can be made is passed over
 * (rejection), so that no number is likelier than another. The choice throws an Error when the bytes have run out.
 */
export function chanceFrom(bytes: Uint8Array): Chance {
  let next = 0
  return (count) => {
    const fair = 256 - (256 % count)
    for (;;) {
      const byte = bytes[next++]
      if (byte === undefined) throw new Error('Too few random bytes for a challenge.')
      if (byte < fair) return byte % count
    }
  }
}

/** What `draw` gives, drawn again until `wanted` holds. */
export function drawUntil<T>(draw: () => T, wanted: (drawn: T) => boolean): T {
  for (;;) {
    const drawn = draw()
    if (wanted(drawn)) return drawn
  }
}
