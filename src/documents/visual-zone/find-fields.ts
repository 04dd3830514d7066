import type { DocumentField, MrzReading, TextLine } from '../reading'
import type { Candidate, PageText } from './candidates'
import { chooseFields } from './choose-fields'
import { dateCandidates } from './date-candidates'
import { candidatesOf } from './label-candidates'
import { placeLines, type Segment } from './layout'
import { licenceCandidates } from './licence-candidates'
import { likenessCandidates } from './likeness'
import { labelsOf } from './match-labels'
import { nameCandidates } from './name-candidates'
import type { DateOrder } from './printed-dates'

/**
 * The fields of a page's visual zone, from its lines of text in pixels of the image, in any order. `mrz`, where the page
 * has a machine-readable zone, guides the search; values are always those printed. `today` (YYYY-MM-DD) decides the
 * centuries of dates. A field is `uncertain` where the recogniser was unsure, where only its place or a likeness with
 * differences speaks for it, or where a label points to another value.
 */
export function findFields(
  lines: TextLine[],
  mrz: MrzReading | null,
  today: string,
): DocumentField[] {
  const segments = placeLines(lines.filter(({ text }) => !isMachineReadable(text)))
  const labels = segments.flatMap(labelsOf)
  const page: PageText = { segments, labels, context: { today, order: dateOrder(segments, mrz) } }
  const candidates = [
    ...labelCandidates(page),
    ...licenceCandidates(page),
    ...dateCandidates(page),
    ...(mrz === null ? [] : likenessCandidates(mrz, page)),
  ]
  return chooseFields(candidates)
}

function labelCandidates(page: PageText): Candidate[] {
  return page.labels.flatMap((label) => {
    if (label.name === 'OTHER') return []
    return label.name === 'NAME'
      ? nameCandidates(label, page)
      : candidatesOf(label, label.name, page)
  })
}

function isMachineReadable(text: string): boolean {
  return text.includes('<<') || (text.match(/</g) ?? []).length > 2
}

/** Each a set of words that only American documents bear together, wherever on the page they stand. */
const AMERICAN = [
  [/UNITED ?STATES|U\.S\.|\bUSA\b/i],
  [/PERMANENT/i, /RESIDENT/i],
  [/DRIVERS? ?LICENSE/i],
]

/** American documents put the month first. */
function dateOrder(segments: Segment[], mrz: MrzReading | null): DateOrder {
  const issuer = mrz?.fields.find(({ name }) => name === 'ISSUING_STATE')?.value
  if (issuer !== undefined) return issuer === 'USA' ? 'MONTH_FIRST' : 'DAY_FIRST'
  const text = segments.map((segment) => segment.text).join(' ')
  const isAmerican = AMERICAN.some((words) => words.every((word) => word.test(text)))
  return isAmerican ? 'MONTH_FIRST' : 'DAY_FIRST'
}
