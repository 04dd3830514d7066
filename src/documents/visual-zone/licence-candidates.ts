import { type Candidate, candidateAt, type PageText } from './candidates'
import type { VisualField } from './field-values'
import { rowFrom, type Slice, whole } from './layout'

/** The numbered fields of a driving licence (Directive 2006/126/EC, Annex I); 3 holds both birth date and place. */
const FIELDS: Record<string, VisualField[]> = {
  '1': ['SURNAME'],
  '2': ['GIVEN_NAMES'],
  '3': ['BIRTH_DATE', 'BIRTH_PLACE'],
  '4a': ['ISSUE_DATE'],
  '4b': ['EXPIRY_DATE'],
  '4c': ['AUTHORITY'],
  '4d': ['PERSONAL_NUMBER'],
  '5': ['DOCUMENT_NUMBER'],
}

/** A number in front of a value, with its point (4a to 4d may have lost it), or alone. */
const NUMBER = /(?<![\p{L}\p{N}.])(?:(4 ?[abcd])[.,:)]?|([1-9])[.,:)]) ?|^([1-9])$/gu

type Numbered = { number: string; value: Slice }

/**
 * The values behind the numbers of a driving licence. Other documents number their labels as well, so this takes
 * numbers for fields only where one of 4a to 4d is among them, and no label says the contrary.
 */
export function licenceCandidates(page: PageText): Candidate[] {
  const numbered = page.segments.flatMap((segment) => numbersIn(whole(segment), page))
  if (!numbered.some(({ number }) => number.startsWith('4'))) return []
  return numbered.flatMap(({ number, value }) =>
    (FIELDS[number] ?? []).flatMap(
      (field) => candidateAt(field, value, page, { label: 0.85, likeness: 0 }) ?? [],
    ),
  )
}

function numbersIn({ segment }: Slice, page: PageText): Numbered[] {
  if (page.labels.some(({ slice }) => slice.segment === segment)) return []
  const found = [...segment.text.matchAll(NUMBER)]
  return found.flatMap((match, i) => {
    const number = (match[1] ?? match[2] ?? match[3] ?? '').replace(' ', '').toLowerCase()
    const from = match.index + match[0].length
    const to = found[i + 1]?.index ?? segment.text.length
    if (from < to) return [{ number, value: { segment, from, to } }]
    const [, next] = rowFrom(segment, page.segments, 4, 2, () => false)
    return next === undefined ? [] : [{ number, value: whole(next) }]
  })
}
