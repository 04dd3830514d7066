import { type PageContext, readValue, type VisualField } from './field-values'
import { rowFrom, type Segment, type Slice, whole } from './layout'
import type { Label } from './match-labels'

/**
 * A value that may be the field's: as read, where (a slice per segment), how sure the recogniser was of it (0..1), and
 * what speaks for it: `label` a label beside it, `likeness` to the machine-readable zone, each 0..1.
 */
export type Candidate = {
  field: VisualField
  value: string
  slices: Slice[]
  confidence: number
  label: number
  likeness: number
}

/** Everything on the page, with the labels told apart from the rest. */
export type PageText = { segments: Segment[]; labels: Label[]; context: PageContext }

/** How far a value's row goes on, in text heights: the parts of a date may stand far apart, names do not. */
const ROW_GAP: Record<'DATE' | 'TEXT', number> = { DATE: 5, TEXT: 1.6 }

/** Text less sure than this is noise: security print, or a script the recogniser does not know. */
const LEAST_CONFIDENCE = 0.4

/** A candidate from a row of segments that begins with a slice of one; null when it can be no value of the field. */
export function candidateAt(
  field: VisualField,
  start: Slice,
  page: PageText,
  support: { label: number; likeness: number },
): Candidate | null {
  const gap = field.endsWith('DATE') ? ROW_GAP.DATE : ROW_GAP.TEXT
  const stop = (segment: Segment) => isLabel(segment, page)
  const row = rowFrom(start.segment, page.segments, gap, 4, stop)
  const slices = [start, ...row.slice(1).map(whole)]
  return fromSlices(field, slices, page.context, support)
}

/** The candidate that slices, read as one text, make. */
export function fromSlices(
  field: VisualField,
  slices: Slice[],
  context: PageContext,
  support: { label: number; likeness: number },
): Candidate | null {
  const parts = slices.map(({ segment, from, to }) => segment.text.slice(from, to))
  const value = readValue(field, parts.join(' '), context)
  if (value === null) return null
  const used = narrow(slices, parts, value.from, value.to)
  const confidence = Math.min(...used.map(({ segment }) => segment.line.confidence))
  if (confidence < LEAST_CONFIDENCE) return null
  const label = support.label * value.fit
  return { ...support, field, value: value.value, slices: used, confidence, label }
}

/** The slices cut down to the characters `from` to `to` of their joined text (one blank between them). */
function narrow(slices: Slice[], parts: string[], from: number, to: number): Slice[] {
  let offset = 0
  return slices.flatMap((slice, i) => {
    const length = parts[i]?.length ?? 0
    const first = Math.max(0, from - offset)
    const last = Math.min(length, to - offset)
    offset += length + 1
    if (last <= first) return []
    return [{ segment: slice.segment, from: slice.from + first, to: slice.from + last }]
  })
}

/** Whether a segment is a label or begins with one. */
export function isLabel(segment: Segment, { labels }: PageText): boolean {
  return labels.some(({ slice }) => slice.segment === segment)
}
