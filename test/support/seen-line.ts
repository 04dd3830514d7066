import { MRZ_ALPHABET } from '../../src/documents/mrz/glyph'
import type { SeenLine } from '../../src/documents/mrz/seen-line'
import type { Quad } from '../../src/vision/geometry'

const CLASSES = MRZ_ALPHABET.length + 1

/** What stands at a place: a character, or several with their probabilities (the rest is spread over all). */
export type Seen = string | Record<string, number>

/**
 * A line as a recogniser would see it, four steps a character: a blank, the character twice, a blank; with as much of
 * nothing before and after it.
 */
export function seenLine(line: string | Seen[], sure = 0.995, quad: Quad | null = null): SeenLine {
  const blank = stepOf({ blank: sure })
  const margin = [blank, blank, blank, blank]
  const characters = [...line].flatMap((seen) => {
    const shares = typeof seen === 'string' ? { [seen]: sure } : seen
    return [blank, stepOf(shares), stepOf(shares), blank]
  })
  const steps = [...margin, ...characters, ...margin]
  return { probabilities: Float64Array.from(steps.flat()), steps: steps.length, quad }
}

/** One step: the given shares, the rest spread over all classes. */
function stepOf(shares: Record<string, number>): number[] {
  const given = Object.values(shares).reduce((sum, share) => sum + share, 0)
  const rest = Math.max(0, 1 - given) / CLASSES
  const labels = ['blank', ...MRZ_ALPHABET]
  return labels.map((label) => (shares[label] ?? 0) + rest)
}
