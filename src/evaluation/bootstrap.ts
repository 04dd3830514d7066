import type { Random } from '../specimens/random'

/** A share, an area or a cost with its 95 % interval; all null where the data do not tell it. */
export type Figure = { value: number | null; low: number | null; high: number | null }

/** Whose each one is, as a number from 0, and how many there are. */
export function placesOf(sessions: readonly { party: string }[]) {
  const places = new Map<string, number>()
  for (const { party } of sessions) if (!places.has(party)) places.set(party, places.size)
  const of = Int32Array.from(sessions, ({ party }) => places.get(party) ?? 0)
  return { places: of, parties: places.size }
}

/** As many parties as there are, each as often as chance has it. */
export function drawParties(parties: number, random: Random): Uint16Array {
  const times = new Uint16Array(parties)
  for (let draw = 0; draw < parties; draw++) {
    const place = random.whole(0, parties - 1)
    times[place] = (times[place] ?? 0) + 1
  }
  return times
}

/** Draws in which there was nothing to divide by tell nothing. */
export function figureOf(value: number, drawn: number[]): Figure {
  const known = drawn.filter(Number.isFinite).sort((a, b) => a - b)
  const at = (share: number) => known[Math.floor(share * known.length)] ?? null
  return { value: Number.isFinite(value) ? value : null, low: at(0.025), high: at(0.975) }
}
