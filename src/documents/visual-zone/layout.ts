import { sliceQuad } from '../mrz/glyph'
import type { TextLine } from '../reading'

/**
 * A line of text in the frame of the page's writing: `left` and `right` along it, `middle` across it (growing from
 * line to line), its `height`, all in pixels of the image.
 */
export type Segment = {
  line: TextLine
  text: string
  left: number
  right: number
  middle: number
  height: number
}

/** Places lines in the frame that most of the writing follows, in reading order; lines across it are left out. */
export function placeLines(lines: TextLine[]): Segment[] {
  const { x: cos, y: sin } = writingDirection(lines)
  const level = lines.filter(({ quad: [from, to] }) => {
    const along = (to.x - from.x) * cos + (to.y - from.y) * sin
    return along > 0.85 * Math.hypot(to.x - from.x, to.y - from.y)
  })
  const segments = level.map((line): Segment => {
    const along = line.quad.map(({ x, y }) => x * cos + y * sin)
    const across = line.quad.map(({ x, y }) => y * cos - x * sin)
    const [a = 0, b = 0, c = 0, d = 0] = across
    return {
      line,
      text: line.text,
      left: Math.min(...along),
      right: Math.max(...along),
      middle: (a + b + c + d) / 4,
      height: Math.max(1, (c + d - a - b) / 2),
    }
  })
  return segments.sort((a, b) => a.middle - b.middle || a.left - b.left)
}

/** The unit vector along the writing: the sum of the lines' upper edges, so that long lines count most. */
function writingDirection(lines: TextLine[]): { x: number; y: number } {
  let x = 0
  let y = 0
  for (const { quad } of lines) {
    x += quad[1].x - quad[0].x
    y += quad[1].y - quad[0].y
  }
  const length = Math.hypot(x, y)
  return length === 0 ? { x: 1, y: 0 } : { x: x / length, y: y / length }
}

/** Whether two segments stand on one row. */
export function sameRow(a: Segment, b: Segment): boolean {
  return Math.abs(a.middle - b.middle) < 0.55 * Math.min(a.height, b.height)
}

/** Whether two segments may be in one size of type; what is printed across a page seldom is. */
function sameSize(a: Segment, b: Segment): boolean {
  return Math.max(a.height, b.height) < 1.45 * Math.min(a.height, b.height)
}

/**
 * The segment and those that follow it on its row, no two further apart than `gap` text heights and at most `most`.
 * `stop` ends the row before a segment that does not belong, such as a label.
 */
export function rowFrom(
  start: Segment,
  segments: Segment[],
  gap: number,
  most: number,
  stop: (segment: Segment) => boolean,
): Segment[] {
  const row = [start]
  const behind = segments
    .filter((other) => other !== start && other.left > start.left)
    .filter((other) => sameRow(start, other) && sameSize(start, other))
    .sort((a, b) => a.left - b.left)
  for (const next of behind) {
    const last = row[row.length - 1] ?? start
    const reach = gap * Math.max(last.height, next.height)
    if (row.length === most || next.left - last.right > reach || stop(next)) break
    row.push(next)
  }
  return row
}

/** A part of a segment's text: characters `from` to `to`. */
export type Slice = { segment: Segment; from: number; to: number }

/** Where a slice stands, taking the characters as equally wide. */
export function sliceBox({ segment, from, to }: Slice) {
  const length = Math.max(1, segment.text.length)
  return sliceQuad(segment.line.quad, from / length, to / length)
}

/** A segment whole. */
export function whole(segment: Segment): Slice {
  return { segment, from: 0, to: segment.text.length }
}

/** The part of the page that a slice takes up, as a segment of its own. */
export function partOf({ segment, from, to }: Slice): Segment {
  const length = Math.max(1, segment.text.length)
  const width = segment.right - segment.left
  const left = segment.left + (width * from) / length
  const right = segment.left + (width * to) / length
  return { ...segment, text: segment.text.slice(from, to), left, right }
}
