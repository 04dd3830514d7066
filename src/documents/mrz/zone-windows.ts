import type { MrzTable } from './formats'
import { beginsAsZone } from './score-zone'
import { type SeenLine, withoutFirst } from './seen-line'

/** A line as it was seen, and the text that is likeliest without any format. */
export type Line = { line: SeenLine; text: string }

/** A page full of text has hundreds of windows: only so many of each shape are read, those with the most fillers. */
const MOST_WINDOWS = 6

/** Neighbouring lines, as many as the shape has, that are long enough for it; the likeliest first. */
export function likeliestWindows(lines: Line[], shape: MrzTable): Line[][] {
  const fillers = (window: Line[]) =>
    window.reduce((sum, { text }) => sum + text.split('<').length - 1, 0)
  return windows(lines, shape.lines)
    .filter((window) => fits(window, shape))
    .sort((a, b) => fillers(b) - fillers(a))
    .slice(0, MOST_WINDOWS)
}

function windows<T>(list: T[], size: number): T[][] {
  return list.slice(0, Math.max(0, list.length - size + 1)).map((_, i) => list.slice(i, i + size))
}

/** Whether every line may be one of the shape's, by its length. */
export function fits(window: Line[], shape: MrzTable): boolean {
  return window.every(({ text }, i) => hasRightLength(text, i, shape))
}

/** A recogniser may miss fillers and the ends of a line, and see characters in what is beside it. */
function hasRightLength(text: string, at: number, { lines, width }: MrzTable): boolean {
  const namesAlone = lines === 3 && at === 2
  const missing = width - text.length
  return missing <= width * (namesAlone ? 0.4 : 0.25) && -missing <= width * 0.15
}

/** A card's edge may be read as a character before the first: the zone may begin at the second as well. */
export function startings([first, ...rest]: Line[]): Line[][] {
  if (first === undefined) return []
  const window = [first, ...rest]
  if (!beginsAsZone([first.text.slice(1)])) return [window]
  return [window, [{ line: withoutFirst(first.line), text: first.text.slice(1) }, ...rest]]
}
