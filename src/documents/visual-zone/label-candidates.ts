import { type Candidate, candidateAt, isLabel, type PageText } from './candidates'
import type { VisualField } from './field-values'
import type { LabelName } from './labels'
import { partOf, type Segment, type Slice, sameRow, whole } from './layout'
import type { Label } from './match-labels'

/** How much a value's place beside its label says: behind it on its line, right of it, below it. */
const PLACE_SCORE = { INLINE: 1, RIGHT: 0.92, BELOW: 0.97 }

/** How far from its label a value may stand, in label heights: two-line labels lie between. */
const REACH_BELOW = 3.9
const REACH_RIGHT = 12

/** The values that a label points to, taken as `field`: behind it or, where nothing is, right of it and below it. */
export function candidatesOf(label: Label, field: VisualField, page: PageText): Candidate[] {
  const here = read(inline(label, page), label, field, page)
  if (here.length > 0) return here
  return read([...rightOf(label, page), ...below(label, page)], label, field, page)
}

type Place = { slice: Slice; score: number }

function read(places: Place[], label: Label, field: VisualField, page: PageText): Candidate[] {
  return places.flatMap(({ slice, score }) => {
    const support = { label: label.score * score, likeness: 0 }
    return candidateAt(field, slice, page, support) ?? []
  })
}

/** What follows the label in its segment, up to the next label in it. */
function inline({ name, slice: { segment, to } }: Label, page: PageText): Place[] {
  const next = page.labels
    .filter(({ slice }) => slice.segment === segment && slice.from >= to)
    .map(({ slice }) => slice.from)
  const end = Math.min(segment.text.length, ...next)
  if (to >= end || !(name === 'NAME' || isApart(segment.text, to, name))) return []
  return [{ slice: { segment, from: to, to: end }, score: PLACE_SCORE.INLINE }]
}

/**
 * Whether a value may begin at `index`: behind a slash stands another language's label, behind a letter the label's rest.
 * A name without a colon in front must be in capitals, or it is more likely another language's label misread.
 */
function isApart(text: string, index: number, name: LabelName): boolean {
  const rest = text.slice(index)
  if (/^\s*\//.test(rest)) return false
  const isName = name === 'SURNAME' || name === 'GIVEN_NAMES'
  if (isName && !/^\s*[:.]|^[^\p{L}]*\p{Lu}{2}/u.test(rest)) return false
  return !/^\p{L}/u.test(rest) || /^\p{Ll}\p{Lu}/u.test(text.slice(index - 1))
}

function rightOf({ slice }: Label, page: PageText): Place[] {
  const part = partOf(slice)
  const [next] = page.segments
    .filter(({ left }) => left > part.left)
    .filter((other) => other !== slice.segment && sameRow(part, other))
    .sort((a, b) => a.left - b.left)
  if (next === undefined || isLabel(next, page)) return []
  const gap = Math.max(0, (next.left - part.right) / part.height)
  return gap > REACH_RIGHT ? [] : [{ slice: whole(next), score: PLACE_SCORE.RIGHT - 0.02 * gap }]
}

/** The nearest below, those that start under the label before those further along. */
function below({ slice }: Label, page: PageText): Place[] {
  const part = partOf(slice)
  const under = page.segments.flatMap((other) => {
    const score = belowScore(part, other)
    return score === null || isLabel(other, page) ? [] : [{ slice: whole(other), score }]
  })
  return under.sort((a, b) => b.score - a.score).slice(0, 3)
}

function belowScore(label: Segment, value: Segment): number | null {
  const height = label.height
  const down = (value.middle - label.middle) / height
  const indent = (value.left - label.left) / height
  if (down < 0.5 || down > REACH_BELOW) return null
  if (indent < -4.5 || value.left > label.right + height) return null
  const sideways = indent < 0 ? -indent : Math.max(0, indent - 1.5)
  return PLACE_SCORE.BELOW - 0.08 * Math.max(0, down - 1.6) - 0.025 * sideways
}
