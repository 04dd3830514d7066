import { type Candidate, fromSlices, type PageText } from './candidates'
import { candidatesOf } from './label-candidates'
import { type Slice, whole } from './layout'
import type { Label } from './match-labels'

/**
 * The values under a label that announces a whole name: parted at the comma (`ERIKSSON, ANNA`), or the given names on
 * the line below the surname's; a name that nothing parts is given as surname, with half the support.
 */
export function nameCandidates(label: Label, page: PageText): Candidate[] {
  return candidatesOf(label, 'SURNAME', page).flatMap((name) => {
    const parted = atComma(name, page)
    if (parted.length > 0) return parted
    const under = lineUnder(name, page)
    return under === null ? [{ ...name, label: name.label / 2 }] : [name, under]
  })
}

function atComma(name: Candidate, page: PageText): Candidate[] {
  const at = name.slices.findIndex(({ segment, from, to }) =>
    segment.text.slice(from, to).includes(','),
  )
  const slice = name.slices[at]
  if (slice === undefined) return []
  const comma = slice.segment.text.indexOf(',', slice.from)
  const before: Slice[] = [...name.slices.slice(0, at), { ...slice, to: comma }]
  const after: Slice[] = [{ ...slice, from: comma + 1 }, ...name.slices.slice(at + 1)]
  const support = { label: name.label, likeness: 0 }
  const surname = fromSlices('SURNAME', before, page.context, support)
  const givenNames = fromSlices('GIVEN_NAMES', after, page.context, support)
  return surname === null || givenNames === null ? [] : [surname, givenNames]
}

/** The line right under a surname, where the page labels no given names of their own. */
function lineUnder(name: Candidate, page: PageText): Candidate | null {
  const first = name.slices[0]?.segment
  if (first === undefined || page.labels.some((label) => label.name === 'GIVEN_NAMES')) return null
  const next = page.segments.find((other) => {
    const down = (other.middle - first.middle) / first.height
    return down > 0.6 && down < 1.7 && Math.abs(other.left - first.left) < 1.5 * first.height
  })
  if (next === undefined || page.labels.some(({ slice }) => slice.segment === next)) return null
  const support = { label: name.label * 0.9, likeness: 0 }
  return fromSlices('GIVEN_NAMES', [whole(next)], page.context, support)
}
