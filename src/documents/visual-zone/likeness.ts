import { editDistance } from '../../documents/edit-distance'
import type { FieldName, MrzReading } from '../reading'
import { type Candidate, fromSlices, type PageText } from './candidates'
import type { VisualField } from './field-values'
import { lettersOf } from './fold'
import { rowFrom, type Segment, type Slice } from './layout'
import { spellings, withoutMarks } from './transliterations'

/** A value of the machine-readable zone, and the field of the visual zone it may be printed as. */
type Sought = { field: VisualField; value: string }

const GUIDED: { from: FieldName; field: VisualField }[] = [
  { from: 'SURNAME', field: 'SURNAME' },
  { from: 'GIVEN_NAMES', field: 'GIVEN_NAMES' },
  { from: 'DOCUMENT_NUMBER', field: 'DOCUMENT_NUMBER' },
  { from: 'BIRTH_DATE', field: 'BIRTH_DATE' },
  { from: 'EXPIRY_DATE', field: 'EXPIRY_DATE' },
  { from: 'OPTIONAL_DATA', field: 'PERSONAL_NUMBER' },
  { from: 'OPTIONAL_DATA_2', field: 'PERSONAL_NUMBER' },
]

/** Optional data shorter than this are no personal number. */
const LEAST_PERSONAL_NUMBER = 6

/** A value's words stand on one row, in at most so many pieces and so far apart (text heights). */
const ROW = { pieces: 4, gap: 5, words: 6 }

/**
 * The places on the page where something equal or nearly equal to a value of the machine-readable zone is printed. What
 * is given is what is printed there, letter by letter: the zone says only where to look.
 */
export function likenessCandidates(mrz: MrzReading, page: PageText): Candidate[] {
  const sought = GUIDED.flatMap(({ from, field }): Sought[] => {
    const value = mrz.fields.find(({ name }) => name === from)?.value ?? ''
    const least = field === 'PERSONAL_NUMBER' ? LEAST_PERSONAL_NUMBER : 1
    return lettersOf(value).length >= least ? [{ field, value }] : []
  })
  const spans = wordSpans(page)
  return sought.flatMap((one) => spans.flatMap((span) => likenessOf(one, span, page) ?? []))
}

function likenessOf({ field, value }: Sought, span: Slice[], page: PageText): Candidate | null {
  const candidate = fromSlices(field, span, page.context, { label: 0, likeness: 1 })
  if (candidate === null) return null
  const likeness = likenessTo(value, candidate)
  return likeness === null ? null : { ...candidate, likeness }
}

/**
 * One minus the share of letters that differ, over the nearest spelling; null when more than a fifth do. Of dates only the
 * same day counts: its neighbour, such as ten years earlier to the day, is another date of the document.
 */
function likenessTo(value: string, { field, value: printed }: Candidate): number | null {
  if (field.endsWith('DATE')) return printed === value ? 1 : null
  const wanted = lettersOf(value)
  const letters = lettersOf(printed)
  if (Math.abs(letters.length - wanted.length) > 2 + wanted.length / 4) return null
  const isName = field === 'SURNAME' || field === 'GIVEN_NAMES'
  const distance = isName ? nameDistance(printed, wanted) : editDistance(letters, wanted)
  const allowed = wanted.length < 4 ? 0 : Math.max(1, Math.floor(wanted.length / 5))
  return distance > allowed ? null : 1 - distance / wanted.length
}

function nameDistance(printed: string, wanted: string): number {
  const exact = spellings(printed).map((spelt) => editDistance(spelt, wanted))
  return Math.min(...exact, editDistance(withoutMarks(lettersOf(printed)), withoutMarks(wanted)))
}

/** Every run of whole words on a row: the parts of the page that could be a value. Labels are no words. */
function wordSpans(page: PageText): Slice[][] {
  const words = new Map(page.segments.map((segment) => [segment, wordsOf(segment, page)]))
  return page.segments.flatMap((start) => {
    const row = rowFrom(start, page.segments, ROW.gap, ROW.pieces, () => false)
    const own = words.get(start) ?? []
    const all = row.flatMap((segment) => words.get(segment) ?? [])
    return own.flatMap((_, i) => runsFrom(all, i))
  })
}

function runsFrom(words: Slice[], start: number): Slice[][] {
  const most = Math.min(words.length, start + ROW.words)
  return Array.from({ length: most - start }, (_, i) => joined(words.slice(start, start + i + 1)))
}

/** Slices of one segment become one, from the first word to the last. */
function joined(words: Slice[]): Slice[] {
  const slices: Slice[] = []
  for (const word of words) {
    const last = slices[slices.length - 1]
    if (last?.segment === word.segment) slices[slices.length - 1] = { ...last, to: word.to }
    else slices.push(word)
  }
  return slices
}

/** The words behind a segment's labels, parted by blanks and signs. */
function wordsOf(segment: Segment, { labels }: PageText): Slice[] {
  const ends = labels.filter(({ slice }) => slice.segment === segment).map(({ slice }) => slice.to)
  const start = Math.max(0, ...ends)
  const words = segment.text.slice(start).matchAll(/[\p{L}\p{N}'’]+/gu)
  return [...words].map(({ index, 0: word }) => {
    const from = start + index
    return { segment, from, to: from + word.length }
  })
}
