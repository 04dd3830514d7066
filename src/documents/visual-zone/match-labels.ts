import { beginsAt, type Folded, fold } from './fold'
import { GLUED_LABEL, HEADINGS, LABELS, type LabelName } from './labels'
import type { Segment, Slice } from './layout'
import { nearestPart, type Part } from './nearest-part'

/** A label read on the page: what it announces, how well it was recognised (0..1), and where it stands. */
export type Label = { name: LabelName; score: number; slice: Slice }

/** Letters `start` to `end` of a segment that are nearest to a phrase. `weight`: letters right, less those wrong. */
type Hit = { name: LabelName; start: number; end: number; score: number; weight: number }

/** The share of a segment's letters that labels must cover for it to be no value, where it does not begin with one. */
const LABEL_SHARE = 0.45

/**
 * The labels that a segment holds, alone or in front of a value, from left to right. OCR slips are forgiven: one letter
 * from five on, a quarter of a long phrase; three or four letters must be right and stand by themselves. Neighbours of
 * one meaning (`Surname/Nom`) are one label. Surname and given names together announce a whole name.
 */
export function labelsOf(segment: Segment): Label[] {
  const folded = alike(fold(segment.text))
  if (isHeading(folded.letters))
    return [{ name: 'OTHER', score: 1, slice: { segment, from: 0, to: segment.text.length } }]
  const hits = bestHits(segment.text, folded).sort((a, b) => a.start - b.start)
  if (!isLabelled(segment.text, folded, hits)) return []
  return grouped(hits).map((group) => {
    const from = folded.places[group[0]?.start ?? 0] ?? 0
    const to = (folded.places[(group[group.length - 1]?.end ?? 0) - 1] ?? 0) + 1
    const score = Math.max(...group.map((hit) => hit.score))
    return { name: group[0]?.name ?? 'OTHER', score, slice: { segment, from, to } }
  })
}

/** Forms that a recogniser of print takes for one another are one form here: RN and M, L and I, figures and letters. */
function alike({ letters, places }: Folded): Folded {
  const out: Folded = { letters: '', places: [] }
  for (let i = 0; i < letters.length; i++) {
    const pair = letters.slice(i, i + 2)
    const joined = PAIRS[pair]
    const letter = letters[i] ?? ''
    out.letters += joined ?? SINGLES[letter] ?? letter
    if (joined !== undefined) i++
    out.places.push(places[i] ?? 0)
  }
  return out
}

const PAIRS: Record<string, string> = { RN: 'M', VV: 'W' }
const SINGLES: Record<string, string> = { L: 'I', '1': 'I', '0': 'O', '5': 'S', '8': 'B' }

function isHeading(letters: string): boolean {
  return HEADING_FORMS.has(letters)
}

/** Whether a segment is a label, or begins with one, or has one between slashes; else a hit in it is chance. */
function isLabelled(text: string, folded: Folded, hits: Hit[]): boolean {
  const covered = hits.reduce((sum, { start, end }) => sum + end - start, 0)
  if (covered >= LABEL_SHARE * folded.letters.length) return covered > 0
  return hits.some(({ start, end }) => {
    const before = text.slice(0, folded.places[start]).trimEnd()
    const after = text.slice((folded.places[end - 1] ?? 0) + 1).trimStart()
    const opens = start <= 2 || before.endsWith('/')
    return opens && (start <= 2 || after === '' || after.startsWith('/'))
  })
}

function grouped(hits: Hit[]): Hit[][] {
  const names = new Set(hits.map(({ name }) => name))
  if (names.has('SURNAME') && names.has('GIVEN_NAMES'))
    return [hits.map((hit) => ({ ...hit, name: 'NAME' as const }))]
  const groups: Hit[][] = []
  for (const hit of hits) {
    const last = groups[groups.length - 1]
    if (last?.[0]?.name === hit.name) last.push(hit)
    else groups.push([hit])
  }
  return groups
}

/** Hits that do not overlap, the longest and surest first. */
function bestHits(text: string, folded: Folded): Hit[] {
  const hits = PHRASES.flatMap(({ name, phrase }) => hitOf(text, folded, name, phrase) ?? [])
  hits.sort((a, b) => b.weight - a.weight)
  const kept: Hit[] = []
  for (const hit of hits)
    if (kept.every((other) => hit.end <= other.start || hit.start >= other.end)) kept.push(hit)
  return kept
}

function formOf(phrase: string): string {
  return alike({ letters: phrase, places: [] }).letters
}

const PHRASES = Object.entries(LABELS).flatMap(([name, phrases]) =>
  phrases.map((phrase) => ({ name: name as LabelName, phrase: formOf(phrase) })),
)
const HEADING_FORMS = new Set(HEADINGS.map(formOf))

function hitOf(text: string, folded: Folded, name: LabelName, phrase: string): Hit | null {
  const allowed = allowedSlips(phrase.length)
  if (folded.letters.length < phrase.length - allowed) return null
  const part = nearestPart(phrase, folded.letters)
  if (part.distance > allowed || part.end - part.start < phrase.length - MOST_LOST) return null
  const opens = beginsAt(text, folded, part.start)
  const closes = beginsAt(text, folded, part.end)
  if (!standsAlone(phrase, part, opens, closes)) return null
  const { start, end, distance } = part
  const score = 1 - distance / phrase.length - (opens ? 0 : 0.15)
  return { name, start, end, score, weight: phrase.length - 2 * distance - (opens ? 0 : 1) }
}

/** Short phrases must be words of their own; what runs into other letters may be chance and must be nearly right. */
function standsAlone(phrase: string, { start, distance }: Part, opens: boolean, closes: boolean) {
  const isGlued = phrase === GLUED_LABEL && start === 0
  if (phrase.length <= 5) return opens && (closes || isGlued)
  return closes || distance <= slipsInside(phrase.length)
}

/** Letters of a phrase that may be missing: a passport's heading is not the label of its number, PASSPORT NO. */
const MOST_LOST = 1

function slipsInside(length: number): number {
  return length <= 10 ? 0 : Math.floor(length / 6)
}

function allowedSlips(length: number): number {
  if (length <= 4) return 0
  return length < 8 ? 1 : Math.floor(length / 4)
}
