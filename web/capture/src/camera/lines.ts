export type Point = { x: number; y: number }

/** A grey picture, row by row, 0..255. */
export type Grey = { width: number; height: number; data: Uint8Array }

/** A line `at + slope * along`, and the share of places where an edge lies on it. */
export type Line = { at: number; slope: number; share: number }

/** What counts as an edge: grey levels over four pixels. */
const EDGE = 16
/** How far from the line an edge may lie, in pixels. */
const NEAR = 1.6
/** Steeper than ten degrees is no side of a document that is held into the frame. */
const STEEPEST = 0.18

/** Reads the picture across a side: `along` it, and `across` it. */
type Reader = (along: number, across: number) => number

/**
 * The straight edge that most places along a side agree on, between `from` and `to` across it: of the two strongest edges at
 * each place, the line through two that has the most others on it.
 */
export function findLine(
  read: Reader,
  places: number[],
  { from, to }: { from: number; to: number },
): Line | null {
  const edges = places.flatMap((along) => edgesAt(read, along, from, to))
  const least = (places.length * 2) / 3
  let best: Line | null = null
  for (const line of linesThrough(edges, least)) {
    const share = agreement(edges, line) / places.length
    if (best === null || share > best.share) best = { ...line, share }
  }
  return best
}

/** The lines through two of the edges that lie so far apart, where they are not too steep. */
function* linesThrough(edges: Point[], least: number): Generator<Pick<Line, 'at' | 'slope'>> {
  for (const [at, a] of edges.entries())
    for (const b of edges.slice(at + 1)) {
      const slope = (b.x - a.x) / (b.y - a.y)
      if (b.y - a.y >= least && Math.abs(slope) <= STEEPEST) yield { at: a.x - slope * a.y, slope }
    }
}

/** The two strongest edges at one place; x across, y along. */
function edgesAt(read: Reader, along: number, from: number, to: number): Point[] {
  const found: { x: number; strength: number }[] = []
  for (let across = Math.ceil(from) + 2; across <= to - 2; across++) {
    const strength = Math.abs(read(along, across + 2) - read(along, across - 2))
    if (strength >= EDGE) found.push({ x: across, strength })
  }
  found.sort((a, b) => b.strength - a.strength)
  const [first] = found
  const second = found.find(({ x }) => first !== undefined && Math.abs(x - first.x) > 3)
  return [first, second].flatMap((edge) => (edge ? [{ x: edge.x, y: along }] : []))
}

function agreement(edges: Point[], { at, slope }: Pick<Line, 'at' | 'slope'>): number {
  const places = new Set<number>()
  for (const { x, y } of edges) if (Math.abs(x - at - slope * y) < NEAR) places.add(y)
  return places.size
}
