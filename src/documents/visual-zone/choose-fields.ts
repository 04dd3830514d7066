import type { DocumentField } from '../reading'
import type { Candidate } from './candidates'
import { lettersOf } from './fold'
import { sliceBox } from './layout'

/** How much each kind of evidence weighs: a likeness with the machine-readable zone a little more than a label. */
const WEIGHTS = { label: 1, likeness: 1.2, confidence: 0.3 }

/** Below these a value is marked uncertain: the recogniser's confidence, and the evidence that it is the field's. */
const CONFIDENCE_BAR = 0.8
const SUPPORT_BAR = 0.7

/** A label this sure of another value casts doubt on one that merely resembles the machine-readable zone. */
const CONTEST_BAR = 0.88

/**
 * One value per field: the best supported first, no two of them from the same place on the page. Where a label points
 * surely to another value than the one that resembles the machine-readable zone, the label is believed, with doubt: an
 * altered value must not hide behind the true one printed elsewhere.
 */
export function chooseFields(candidates: Candidate[]): DocumentField[] {
  const ranked = merged(candidates).sort((a, b) => weightOf(b) - weightOf(a))
  const chosen: Candidate[] = []
  for (const candidate of ranked) {
    const free = chosen.every((other) => other.field !== candidate.field)
    if (free && !chosen.some((other) => overlap(other, candidate))) chosen.push(candidate)
  }
  return chosen.map((candidate) => {
    const rival = rivalOf(candidate, ranked, chosen)
    return rival === undefined ? toField(candidate) : { ...toField(rival), uncertain: true }
  })
}

function weightOf({ label, likeness, confidence }: Candidate): number {
  return label * WEIGHTS.label + likeness * WEIGHTS.likeness + confidence * WEIGHTS.confidence
}

/** What speaks for one value at one place is put together. */
function merged(candidates: Candidate[]): Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of candidates) {
    const { field, value } = candidate
    const twin = kept.find(
      (other) => other.field === field && other.value === value && overlap(other, candidate),
    )
    if (twin === undefined) kept.push({ ...candidate })
    else {
      twin.label = Math.max(twin.label, candidate.label)
      twin.likeness = Math.max(twin.likeness, candidate.likeness)
    }
  }
  return kept
}

/** Another value that a label points to surely, where the chosen one has no such label; no other field took it. */
function rivalOf(
  field: Candidate,
  ranked: Candidate[],
  chosen: Candidate[],
): Candidate | undefined {
  if (field.label >= CONTEST_BAR) return undefined
  return ranked.find(
    (other) =>
      other.field === field.field &&
      other.label >= CONTEST_BAR &&
      other.confidence >= CONFIDENCE_BAR &&
      lettersOf(other.value) !== lettersOf(field.value) &&
      !chosen.some((taken) => overlap(taken, other)),
  )
}

function toField(candidate: Candidate): DocumentField {
  const { field, value, confidence, label, likeness, slices } = candidate
  const support = Math.max(label, likeness === 1 ? 1 : 0)
  const uncertain = confidence < CONFIDENCE_BAR || support < SUPPORT_BAR
  return { name: field, value, source: 'VIZ', confidence, uncertain, box: rowBox(slices) }
}

/** From the left edge of the first slice to the right edge of the last. */
function rowBox(slices: Candidate['slices']): DocumentField['box'] {
  const boxes = slices.map(sliceBox)
  const first = boxes[0]
  const last = boxes[boxes.length - 1]
  return first && last ? [first[0], last[1], last[2], first[3]] : null
}

function overlap(a: Candidate, b: Candidate): boolean {
  return a.slices.some((one) =>
    b.slices.some(
      (other) => one.segment === other.segment && one.from < other.to && other.from < one.to,
    ),
  )
}
