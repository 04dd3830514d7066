/** A part of a text, letters `start` (inclusive) to `end` (exclusive), and its edit distance to what was sought. */
export type Part = { start: number; end: number; distance: number }

/** Bound here because a global looked up for every letter is slow in jest's sandbox. */
const { floor, min } = Math

/** One edit, in a number that carries the distance above and the place where the match began below. */
const EDIT = 2 ** 20

/**
 * The part of `text` that is nearest to `pattern` by Levenshtein's distance, the first to end of equals (Sellers 1980).
 * Texts are shorter than a million letters; time grows with the product of the lengths.
 */
export function nearestPart(pattern: string, text: string): Part {
  let column = Array.from({ length: pattern.length + 1 }, (_, row) => row * EDIT)
  let best: Part = { start: 0, end: 0, distance: pattern.length }
  for (let end = 1; end <= text.length; end++) {
    column = nextColumn(column, pattern, text[end - 1] ?? '', end)
    const cell = column[pattern.length] ?? 0
    const distance = floor(cell / EDIT)
    if (distance < best.distance) best = { start: cell % EDIT, end, distance }
  }
  return best
}

/** For each beginning of the pattern, the cheapest match of it that ends behind `char`. */
function nextColumn(column: number[], pattern: string, char: string, end: number): number[] {
  const next = [end]
  for (let row = 1; row <= pattern.length; row++) {
    const exchange = (column[row - 1] ?? 0) + (pattern[row - 1] === char ? 0 : EDIT)
    const insertion = (column[row] ?? 0) + EDIT
    const deletion = (next[row - 1] ?? 0) + EDIT
    next.push(min(exchange, insertion, deletion))
  }
  return next
}
