import { type OcrLine, pitchOf, sliceQuad } from './glyph'
import type { SeenLine } from './seen-line'

/** A line beginning this much of a character later than the others has lost its first. */
const LATE_SHARE = 0.6

/**
 * For each line of a zone, whether it begins later than the lines around it: all lines of a zone begin at one edge, so
 * its first character was not seen. False where places are unknown.
 */
export function beginsLate(lines: OcrLine[]): boolean[] {
  const starts = lines.map((line) => startOf(line, lines[0]))
  const known = starts.flatMap((start) => (start === null ? [] : [start.at]))
  if (known.length < lines.length) return lines.map(() => false)
  const sorted = [...known].sort((a, b) => a - b)
  const usual = sorted[(sorted.length - 1) >> 1] ?? 0
  return starts.map((start) => start !== null && start.at - usual > LATE_SHARE * start.pitch)
}

/** Where a line's first glyph stands along the writing of `first`, and the pitch, both in pixels. */
function startOf({ glyphs, quad }: OcrLine, first: OcrLine | undefined) {
  const pitch = pitchOf(glyphs)
  const at = glyphs[0]?.at ?? null
  if (!quad || !first?.quad || pitch === null || at === null) return null
  const [a, b] = first.quad
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const [place] = sliceQuad(quad, at, 1)
  const along = ((place.x - a.x) * (b.x - a.x) + (place.y - a.y) * (b.y - a.y)) / length
  const width = Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y)
  return { at: along, pitch: pitch.pitch * width }
}

/** Pictures of one band have their left and right edges above one another, within a few thousandths of their width. */
export function inOneBand({ quad: a }: SeenLine, { quad: b }: SeenLine): boolean {
  if (a === null || b === null) return false
  const width = Math.hypot(a[1].x - a[0].x, a[1].y - a[0].y)
  const along = { x: (a[1].x - a[0].x) / width, y: (a[1].y - a[0].y) / width }
  const shift = (i: 0 | 1) => (b[i].x - a[i].x) * along.x + (b[i].y - a[i].y) * along.y
  return Math.abs(shift(0)) < width * 0.004 && Math.abs(shift(1)) < width * 0.004
}
