// Looked up once: in the realm of a test every mention of a global is a slow call.
const { cos, floor, imul, log, PI, sqrt } = Math

/** A source of chance that its seed determines. */
export type Random = {
  /** Evenly spread in `from` (inclusive) to `to` (exclusive). */
  between(from: number, to: number): number
  /** A whole number in `from` to `to`, both inclusive. */
  whole(from: number, to: number): number
  pick<T>(items: readonly T[], fallback: T): T
  /** Normally distributed: mean 0, deviation 1. */
  normal(): number
}

/** The generator mulberry32 (Tommy Ettinger, public domain) started from a whole number. */
export function createRandom(seed: number): Random {
  let state = imul(seed, 0x9e3779b1) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = imul(state ^ (state >>> 15), state | 1)
    t ^= t + imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const between = (from: number, to: number) => from + next() * (to - from)
  return {
    between,
    whole: (from, to) => floor(between(from, to + 1)),
    pick: (items, fallback) => items[floor(next() * items.length)] ?? fallback,
    normal: () => sqrt(-2 * log(1 - next())) * cos(2 * PI * next()),
  }
}
