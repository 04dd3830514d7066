import type { Quad } from '../../vision/geometry'
import { MRZ_ALPHABET } from './glyph'
import { at, CLASSES } from './lattice-states'

/**
 * What a recogniser saw along the picture of a line: for each of `steps` steps from left to right the probabilities of
 * the blank and of the 37 characters of `MRZ_ALPHABET`, 38 numbers that add up to 1. `quad` is where the picture lies
 * in the image, in pixels; null where unknown.
 */
export type SeenLine = { probabilities: Float64Array; steps: number; quad: Quad | null }

/** How far a character may stand from where an even pitch puts it, in characters: the deviation of a normal curve. */
const PLACE_DEVIATION = 0.3

/** The likeliest characters step by step, with no word about length or place. */
export function greedyText(line: SeenLine): string {
  return characters(line)
    .map(({ best }) => MRZ_ALPHABET[best - 1] ?? '')
    .join('')
}

/** The line with its first character gone: its steps show a blank. */
export function withoutFirst(line: SeenLine): SeenLine {
  const until = (characters(line)[0]?.to ?? 0) * CLASSES
  const probabilities = Float64Array.from(line.probabilities, (probability, i) => {
    if (i >= until) return probability
    return i % CLASSES === 0 ? 1 : 0
  })
  return { ...line, probabilities }
}

/** Whether the picture begins or ends in the middle of the line: its first or last character stands at the very edge. */
export function cutEnds(line: SeenLine): { start: boolean; end: boolean } {
  const seen = characters(line)
  const [first, last] = [seen[0], seen[seen.length - 1]]
  if (first === undefined || last === undefined || seen.length < 2)
    return { start: false, end: false }
  const margin = (LEAST_MARGIN * (last.from - first.from)) / (seen.length - 1)
  return { start: first.from < margin, end: line.steps - last.to < margin }
}

/** In characters. */
const LEAST_MARGIN = 0.3

/** Steps with one likeliest class in a row: the class, the first step and the one after the last. */
function runs({ probabilities, steps }: SeenLine): { best: number; from: number; to: number }[] {
  const all: { best: number; from: number; to: number }[] = []
  for (let step = 0; step < steps; step++) {
    let best = 0
    for (let i = 1; i < CLASSES; i++)
      if (at(probabilities, step * CLASSES + i) > at(probabilities, step * CLASSES + best)) best = i
    const last = all[all.length - 1]
    if (last?.best === best) last.to = step + 1
    else all.push({ best, from: step, to: step + 1 })
  }
  return all
}

function characters(line: SeenLine) {
  return runs(line).filter(({ best }) => best !== 0)
}

/**
 * The step at which each of `count` characters should begin: print has an even pitch, from the first character seen to the
 * last. Where as many were seen as there should be, they stand where they were seen.
 */
export function placesSeen(seen: SeenLine, count: number): number[] {
  const begins = characters(seen).map(({ from }) => from)
  if (begins.length === count) return begins
  const [first, last] = endsOf(begins, count) ?? [0, seen.steps]
  const pitch = (last - first) / Math.max(1, count - 1)
  return Array.from({ length: count }, (_, place) => first + place * pitch)
}

/** For each place how likely its character begins at each of the steps, 0..1. */
export function nearnessOf(places: number[], steps: number): Float64Array[] {
  const [first = 0] = places
  const last = places[places.length - 1] ?? first
  const pitch = Math.max(1, (last - first) / Math.max(1, places.length - 1))
  return places.map((place) =>
    Float64Array.from({ length: steps }, (_, t) => {
      const distance = (t - place) / pitch / PLACE_DEVIATION
      return Math.abs(distance) > 5 ? 0 : Math.exp(-(distance ** 2) / 2)
    }),
  )
}

/** Where the first and the last character begin: what is seen beside the line does not fit the pitch of the rest. */
function endsOf(begins: number[], count: number): [number, number] | null {
  const gaps = begins.slice(1).map((begin, i) => begin - (begins[i] ?? 0))
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]
  if (usual === undefined) return null
  const ends = [0, 1].flatMap((head) =>
    [1, 2].map((tail): [number, number] => [begins[head] ?? 0, begins[begins.length - tail] ?? 0]),
  )
  const misfit = ([first, last]: [number, number]) =>
    Math.abs((last - first) / Math.max(1, count - 1) - usual)
  return ends.reduce((best, each) => (misfit(each) < misfit(best) ? each : best))
}
