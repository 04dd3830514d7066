import { MRZ_ALPHABET } from './glyph'

/** How many characters there are, and how many classes: the blank comes first. */
export const CHARACTERS = MRZ_ALPHABET.length
export const CLASSES = CHARACTERS + 1

/** Partial readings this much less likely than the rest of their step are given up. */
const NEGLIGIBLE = 1e-13

/** What a step costs that shows something before the first character or after the last: the edge of a card. */
const BESIDE = 0.01

/**
 * What is known of a line before it is seen, place by place: `weights`, how usual each of the 37 characters is there,
 * and `nearness`, how likely the character begins at each step; both 0..1.
 */
export type Prior = { weights: readonly Float64Array[]; nearness: readonly Float64Array[] }

/**
 * The probabilities after one step: `blank[k]`, a blank after k characters, and `chars[37 k + c]`, within the k-th
 * character, being c; `sums[k]` adds those up. Scaled to a sum of 1, which was `scale`; only `low` to `high` are kept.
 */
export type State = {
  blank: Float64Array
  chars: Float64Array
  sums: Float64Array
  scale: number
  low: number
  high: number
}

function empty(count: number): State {
  const size = count + 1
  return {
    blank: new Float64Array(size),
    chars: new Float64Array(size * CHARACTERS),
    sums: new Float64Array(size),
    scale: 1,
    low: 0,
    high: 0,
  }
}

/** After the last step: all characters were read. */
export function ending(count: number): State {
  const state = empty(count)
  state.blank[count] = 1
  state.chars.fill(1, count * CHARACTERS)
  return state
}

/** Before the first step: nothing was read. */
export function start(count: number): State {
  const state = empty(count)
  state.blank[0] = 1
  return state
}

/** One step on: a character goes on, ends in a blank, or the next one begins (another one, or after a blank). */
export function advance(before: State, step: Float64Array, prior: Prior, t: number): State {
  const count = prior.weights.length
  const state = empty(count)
  state.low = before.low
  state.high = Math.min(count, before.high + 1)
  for (let k = state.low; k <= state.high; k++) {
    state.blank[k] = pause(step, k, count) * at(before.blank, k) + at(step, 0) * at(before.sums, k)
    const near = k > 0 ? at(prior.nearness[k - 1], t) : 0
    for (let c = 0; k > 0 && c < CHARACTERS; c++) {
      const i = k * CHARACTERS + c
      const fresh = near > 0 ? near * begun(before, step, prior, k, c) : 0
      const value = at(step, c + 1) * at(before.chars, i) + fresh
      state.chars[i] = value
      state.sums[k] = at(state.sums, k) + value
    }
  }
  normalize(state)
  return state
}

/**
 * What begins at this step as character c at place k (counted from 1), after a blank or after another character; still to
 * be multiplied by the step's nearness.
 */
export function begun(
  { blank, sums, chars }: State,
  step: Float64Array,
  prior: Prior,
  k: number,
  c: number,
): number {
  const same = at(chars, (k - 1) * CHARACTERS + c)
  const ready = Math.max(0, at(blank, k - 1) + at(sums, k - 1) - same)
  return at(step, c + 1) * at(prior.weights[k - 1], c) * ready
}

/** Nothing new at this step, between characters; before the first and after the last anything may be seen, at a cost. */
function pause(step: Float64Array, k: number, count: number): number {
  const blank = at(step, 0)
  return k === 0 || k === count ? blank + BESIDE * (1 - blank) : blank
}

function normalize(state: State): void {
  const { blank, sums, low, high } = state
  const total = blank.reduce((sum, value, k) => sum + value + at(sums, k), 0)
  const weak = (k: number) => at(blank, k) + at(sums, k) < NEGLIGIBLE * total
  while (state.low < high && weak(state.low)) state.low++
  while (state.high > state.low && weak(state.high)) state.high--
  state.scale = total
  for (let k = low; k <= high; k++)
    scaleAt(state, k, k < state.low || k > state.high ? 0 : 1 / total)
}

function scaleAt({ blank, sums, chars }: State, k: number, factor: number): void {
  blank[k] = at(blank, k) * factor
  sums[k] = at(sums, k) * factor
  for (let i = k * CHARACTERS; i < (k + 1) * CHARACTERS; i++) chars[i] = at(chars, i) * factor
}

/** One step back: what may follow each state that was kept before the step. */
export function retreat(
  after: State,
  step: Float64Array,
  prior: Prior,
  { low, high }: State,
  { scale }: State,
  t: number,
): State {
  const count = prior.weights.length
  const state = empty(count)
  for (let k = low; k <= high; k++) {
    const stop = at(step, 0) * at(after.blank, k)
    const wait = pause(step, k, count) * at(after.blank, k)
    const next = k < count ? begin(after, step, prior, k + 1, t) : null
    const all = next === null ? 0 : next.reduce((sum, value) => sum + value, 0)
    state.blank[k] = (wait + all) / scale
    for (let c = 0; k > 0 && c < CHARACTERS; c++) {
      const i = k * CHARACTERS + c
      const stay = at(step, c + 1) * at(after.chars, i)
      state.chars[i] = (stop + stay + all - at(next ?? undefined, c)) / scale
    }
  }
  return state
}

/** What follows where place k (counted from 1) begins at this step, per character. */
function begin(after: State, step: Float64Array, prior: Prior, k: number, t: number) {
  const values = new Float64Array(CHARACTERS)
  const near = at(prior.nearness[k - 1], t)
  for (let c = 0; near > 0 && c < CHARACTERS; c++)
    values[c] =
      at(step, c + 1) * at(prior.weights[k - 1], c) * near * at(after.chars, k * CHARACTERS + c)
  return values
}

/** The number at an index; 0 outside. */
export function at(numbers: Float64Array | undefined, index: number): number {
  return numbers?.[index] ?? 0
}
