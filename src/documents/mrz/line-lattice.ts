import {
  advance,
  at,
  begun,
  CHARACTERS,
  CLASSES,
  ending,
  type Prior,
  retreat,
  type State,
  start,
} from './lattice-states'
import { nearnessOf, placesSeen, type SeenLine } from './seen-line'

/**
 * A line read as exactly so many characters: the logarithm of the probability that the recogniser's steps spell any
 * such line, and for each place where its character stands (0..1) and the probabilities of the 37 characters. They add up
 * to less than 1 where the recogniser did not see much: the rest is the chance that it is any character.
 */
export type LatticeReading = {
  logLikelihood: number
  posteriors: Float64Array[]
  places: number[]
}

/**
 * The share by which the recogniser is not believed. A blank it missed is no wonder: fillers run together. A character
 * it did not see at all is one, and less likely than two such blanks.
 */
const DISTRUST = { blank: 1e-3, character: 1e-6 }

/**
 * Reads a line as `weights.length` characters, place by place with the given weights of the 37 characters (1: usual
 * there, less: unusual), by the forward-backward algorithm over all alignments (connectionist temporal classification,
 * Graves et al. 2006, section 4.1). Null when the line has too few steps for so many characters.
 */
export function readLattice(
  seen: SeenLine,
  weights: readonly Float64Array[],
  nearness = nearnessOf(placesSeen(seen, weights.length), seen.steps),
): LatticeReading | null {
  const prior: Prior = { weights, nearness }
  const steps = believed(seen)
  const states: State[] = [start(weights.length)]
  let logLikelihood = 0
  for (const [t, step] of steps.entries()) {
    const state = advance(states[t] as State, step, prior, t)
    if (!(state.scale > 0)) return null
    logLikelihood += Math.log(state.scale)
    states.push(state)
  }
  const last = states[steps.length] as State
  const end = at(last.blank, weights.length) + at(last.sums, weights.length)
  if (!(end > 0)) return null
  const { posteriors, places } = gather(steps, prior, states)
  const evidence = places.map((place) => evidenceAt(seen, place, weights.length))
  return {
    logLikelihood: logLikelihood + Math.log(end),
    posteriors: posteriors.map((row, i) => evident(row, evidence[i] ?? NOTHING_SEEN)),
    places,
  }
}

/** How sure it is that a place shows a character at all, and each character: the most any step near it says. */
function evidenceAt({ probabilities, steps }: SeenLine, place: number, count: number): Evidence {
  const reach = steps / count / 3
  const from = Math.max(0, Math.ceil(place * steps - 0.5 - reach))
  const to = Math.min(steps - 1, Math.floor(place * steps - 0.5 + reach))
  const most = new Float64Array(CLASSES)
  for (let step = from; step <= to; step++)
    for (let i = 0; i < CLASSES; i++) {
      const probability = at(probabilities, step * CLASSES + i)
      most[i] = Math.max(at(most, i), i === 0 ? 1 - probability : probability)
    }
  return { presence: at(most, 0), characters: most.subarray(1) }
}

type Evidence = { presence: number; characters: Float64Array }
const NOTHING_SEEN: Evidence = { presence: 0, characters: new Float64Array(CHARACTERS) }

/** The share of the posteriors that rests on something seen: a character no step near the place shows is a stopgap. */
function evident(posteriors: Float64Array, { presence, characters }: Evidence): Float64Array {
  return posteriors.map((share, c) => presence * share * Math.min(1, at(characters, c) / EVIDENT))
}

const EVIDENT = 0.1

function believed({ probabilities, steps }: SeenLine): Float64Array[] {
  const { blank, character } = DISTRUST
  return Array.from({ length: steps }, (_, step) =>
    Float64Array.from({ length: CLASSES }, (_, i) => {
      const seen = (1 - blank) * at(probabilities, step * CLASSES + i)
      return seen + (i === 0 ? blank : character)
    }),
  )
}

/** Goes back from the end and adds up, per place, which character began it and when. */
function gather(steps: Float64Array[], prior: Prior, states: State[]) {
  const posteriors = prior.weights.map(() => new Float64Array(CHARACTERS))
  const times = new Float64Array(posteriors.length)
  let after = ending(posteriors.length)
  for (let t = steps.length - 1; t >= 0; t--) {
    const step = steps[t] as Float64Array
    const before = states[t] as State
    const here = states[t + 1] as State
    for (let k = Math.max(1, here.low); k <= here.high; k++) {
      const row = posteriors[k - 1] as Float64Array
      const near = at(prior.nearness[k - 1], t) / here.scale
      for (let c = 0; near > 0 && c < CHARACTERS; c++) {
        const follows = at(after.chars, k * CHARACTERS + c)
        const flow = near * begun(before, step, prior, k, c) * follows
        row[c] = at(row, c) + flow
        times[k - 1] = at(times, k - 1) + flow * t
      }
    }
    after = retreat(after, step, prior, before, here, t)
  }
  const places = posteriors.map((row, place) => {
    const sum = row.reduce((total, value) => total + value, 0)
    for (let c = 0; c < CHARACTERS; c++) row[c] = at(row, c) / sum
    return (at(times, place) / sum + 1) / steps.length
  })
  return { posteriors, places }
}
