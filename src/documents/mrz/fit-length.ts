import { fitLine, type Glyph, textOf, UNSEEN_FILLER } from './glyph'

/**
 * Ways to make `length` glyphs of a line that a recogniser read too short or too long, the likeliest first; the
 * line itself when it fits. Recognisers drop repeated fillers, so: by the fixed pitch of the print, then by
 * stretching or shrinking the longest run of fillers.
 */
export function fitLength(glyphs: Glyph[], length: number): Glyph[][] {
  if (glyphs.length === length) return [glyphs]
  const onGrid = fitToGrid(glyphs, length)
  const byRun = fitFillerRun(glyphs, length)
  return onGrid === null ? [byRun] : [onGrid, byRun]
}

/** All lines of `length` made by one or two deletions, or by one insertion of a filler or a zero. */
export function lengthVariants(glyphs: Glyph[], length: number): Glyph[][] {
  const excess = glyphs.length - length
  if (excess === 1) return deletions(glyphs)
  if (excess === 2) return deletions(glyphs).flatMap(deletions)
  return excess === -1 ? insertions(glyphs) : []
}

/**
 * Puts each glyph at the index its place along the line says, counted from the first glyph; gaps become fillers,
 * of two glyphs at one index the surer stays. Null when the glyphs do not cover `length` at one pitch.
 */
export function fitToGrid(glyphs: Glyph[], length: number): Glyph[] | null {
  const indexes = gridIndexes(glyphs.map(({ at }) => at ?? 0))
  if (indexes === null || indexes.some((index) => index < 0 || index >= length)) return null
  const slots: (Glyph | undefined)[] = Array.from({ length })
  for (const [i, glyph] of glyphs.entries()) {
    const index = indexes[i] ?? 0
    const old = slots[index]
    if (old === undefined || old.confidence < glyph.confidence) slots[index] = glyph
  }
  return slots.map((glyph) => glyph ?? UNSEEN_FILLER)
}

/** Walks along the line with the median step, then once more with the pitch that fits the whole line best. */
function gridIndexes(places: number[]): number[] | null {
  const step = medianStep(places)
  if (step <= 0) return null
  let index = 0
  const walked = places.map((place, i) => {
    if (i > 0) index += Math.max(1, Math.round((place - (places[i - 1] ?? 0)) / step))
    return index
  })
  const fit = fitLine(walked, places)
  if (fit === null) return walked
  const fitted = places.map((place) => Math.round((place - fit.offset) / fit.pitch))
  return new Set(fitted).size === fitted.length ? fitted : walked
}

function medianStep(places: number[]): number {
  const steps = places.slice(1).map((place, i) => place - (places[i] ?? 0))
  steps.sort((a, b) => a - b)
  return steps[steps.length >> 1] ?? 0
}

function fitFillerRun(glyphs: Glyph[], length: number): Glyph[] {
  const run = longestRun(textOf(glyphs))
  const missing = length - glyphs.length
  const head = glyphs.slice(0, run.start)
  if (missing > 0 && run.length > 0)
    return [...head, ...fillers(missing), ...glyphs.slice(run.start)]
  if (missing > 0) return [...glyphs, ...fillers(missing)]
  if (run.length > -missing) return [...head, ...glyphs.slice(run.start - missing)]
  return glyphs.slice(0, length)
}

function longestRun(text: string): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  for (const match of text.matchAll(/<+/g))
    if (match[0].length > best.length) best = { start: match.index, length: match[0].length }
  return best
}

function fillers(count: number): Glyph[] {
  return Array.from({ length: count }, () => UNSEEN_FILLER)
}

function deletions(glyphs: Glyph[]): Glyph[][] {
  return glyphs.map((_, i) => [...glyphs.slice(0, i), ...glyphs.slice(i + 1)])
}

function insertions(glyphs: Glyph[]): Glyph[][] {
  const all: Glyph[][] = []
  for (let i = 0; i <= glyphs.length; i++)
    for (const char of ['<', '0'])
      all.push([...glyphs.slice(0, i), { ...UNSEEN_FILLER, char }, ...glyphs.slice(i)])
  return all
}
