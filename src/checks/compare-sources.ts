import type { CheckResult, Reason } from '../decision/check-result'
import { compareFields, type FieldComparison } from '../documents/compare-fields'
import { editDistance } from '../documents/edit-distance'
import type { DocumentField, FieldName } from '../documents/reading'
import {
  barcodeOf,
  chipOf,
  type DocumentFacts,
  fieldOf,
  mrzOf,
  type Source,
} from './document-facts'

type Measured = Omit<CheckResult, 'durationMs'>

/** Two sources of one document, compared field by field. */
export type Comparison = { left: Source; right: Source; fields: FieldComparison[] }

/** Each pair of the sources a document has: machine-readable zone, chip, barcode, visual zone. */
export function comparisonsOf(facts: DocumentFacts): Comparison[] {
  const sources = sourcesOf(facts)
  return sources.flatMap((left, i) =>
    sources.slice(i + 1).map((right) => ({ left, right, fields: compare(left, right) })),
  )
}

/**
 * The sources agree. A difference between two readings that are both sure counts as one; where one is unsure, or the
 * difference is of a kind that readers make, the check only warns.
 */
export function checkAgreement(facts: DocumentFacts): Measured {
  const check = 'FIELDS_AGREE'
  const comparisons = comparisonsOf(facts)
  const compared = comparisons.flatMap(({ fields }) =>
    fields.filter(({ result }) => result !== 'MISSING'),
  )
  if (compared.length === 0) return { check, score: null, reasons: [] }
  const differing = reasonsFor(comparisons, (field) => differs(field) && isSure(field))
  if (differing.length > 0) return { check, score: 0, reasons: differing }
  const doubtful = reasonsFor(comparisons, (field) => differs(field) || field.result === 'DOUBTFUL')
  return { check, score: doubtful.length > 0 ? 0.5 : 1, reasons: doubtful }
}

/** Front and back tell of the same person: a field that both sides carry agrees. A chip is on neither side. */
export function checkSides(facts: DocumentFacts): Measured {
  const check = 'SIDES_BELONG'
  const { front, back } = facts
  if (!back) return { check, score: null, reasons: [] }
  const across = comparisonsOf(facts).filter(({ left, right }) =>
    [front.captureId, back.captureId].every((side) => [left, right].some(isOf(side))),
  )
  const compared = across.flatMap(({ fields }) => fields)
  if (compared.some(({ result }) => result === 'AGREES')) return { check, score: 1, reasons: [] }
  const differing = compared.some((field) => differs(field) && isSure(field))
  const evidence = {
    captureId: back.captureId,
    measured: `nothing that ${front.captureId} says too`,
  }
  return { check, score: differing ? 0 : 0.5, reasons: [{ code: 'SIDES_DIFFER', evidence }] }
}

const isOf = (side: string) => (source: Source) => source.captureId === side

function compare(left: Source, right: Source): FieldComparison[] {
  const copies = left.fields[0]?.source === 'MRZ' && right.fields[0]?.source === 'CHIP'
  return copies
    ? COPIED.flatMap((name) => compareCopies(name, left, right))
    : compareFields(left.fields, right.fields)
}

/** The chip holds the printed zone character by character (ICAO 9303-10 §4.7.1); what states leave out is not among them. */
const COPIED: FieldName[] = [
  'ISSUING_STATE',
  'SURNAME',
  'GIVEN_NAMES',
  'DOCUMENT_NUMBER',
  'BIRTH_DATE',
  'EXPIRY_DATE',
  'SEX',
  'NATIONALITY',
]

/** Nothing may differ between zone and chip, but a print that was not read for certain proves no difference. */
function compareCopies(field: FieldName, printed: Source, chip: Source): FieldComparison[] {
  const left = fieldOf(printed, field) ?? null
  const right = fieldOf(chip, field) ?? null
  if (left === null || right === null) return []
  const distance = editDistance(left.value, right.value)
  if (distance === 0) return [{ field, left, right, result: 'AGREES', reason: 'EQUAL', distance }]
  return [
    left.uncertain
      ? { field, left, right, result: 'DOUBTFUL', reason: 'OCR_DOUBT', distance }
      : { field, left, right, result: 'DIFFERS', reason: 'MISMATCH', distance },
  ]
}

function sourcesOf(facts: DocumentFacts): Source[] {
  const mrz = mrzOf(facts)
  const chip = chipOf(facts)
  const visual = [facts.front, facts.back].flatMap((side) =>
    side && side.visual.fields.length > 0
      ? [{ captureId: side.captureId, fields: side.visual.fields }]
      : [],
  )
  const barcode = barcodeOf(facts)
  return [
    ...(mrz ? [{ captureId: mrz.captureId, fields: mrz.mrz.fields }] : []),
    ...(chip ? [chip] : []),
    ...(barcode ? [barcode] : []),
    ...visual,
  ]
}

function differs({ result }: FieldComparison): boolean {
  return result === 'DIFFERS'
}

function isSure({ left, right }: FieldComparison): boolean {
  return [left, right].every((field) => field?.uncertain === false || field?.source === 'CHIP')
}

function reasonsFor(
  comparisons: Comparison[],
  against: (field: FieldComparison) => boolean,
): Reason[] {
  return comparisons.flatMap(({ left, right, fields }) =>
    fields.filter(against).map((field): Reason => {
      return {
        code: 'FIELD_MISMATCH',
        evidence: {
          captureId: right.captureId,
          field: field.field,
          measured: described(field.right),
          limit: `as in the ${described(field.left)} (${left.captureId})`,
          ...(field.right?.box && { box: field.right.box }),
        },
      }
    }),
  )
}

/** Where a value was read, never the value itself: reasons reach webhooks and logs. */
function described(field: DocumentField | null): string {
  return field === null ? 'nothing' : `${field.source}${field.uncertain ? ', uncertain' : ''}`
}
