import type { CheckResult, Reason } from '../decision/check-result'
import type { FieldName } from '../documents/reading'
import { allFields, type DocumentFacts, evidenceOn, fieldOf, mainSource } from './document-facts'

type Measured = Omit<CheckResult, 'durationMs'>

const DAY_MS = 86_400_000

/** Days until the document expires. */
export function checkExpiry(facts: DocumentFacts): Measured {
  const check = 'DOCUMENT_NOT_EXPIRED'
  const source = mainSource(facts)
  if (!source) return { check, score: null, reasons: [] }
  const expiry = fieldOf(source, 'EXPIRY_DATE')
  const days = expiry && !expiry.uncertain ? daysBetween(facts.today, expiry.value) : Number.NaN
  const evidence = evidenceOn(source, 'EXPIRY_DATE')
  if (Number.isNaN(days))
    return { check, score: null, reasons: [{ code: 'DOCUMENT_DATE_UNKNOWN', evidence }] }
  const measured = `expired ${-days} days ago`
  const limit = 'valid today or later'
  const reason: Reason = { code: 'DOCUMENT_EXPIRED', evidence: { ...evidence, measured, limit } }
  return { check, score: days, reasons: [reason] }
}

/** No document is valid for longer (ICAO 9303 counts centuries by it too), and nobody is older. */
const MOST_YEARS = { valid: 15, age: 125 }

/** The dates can be those of one document: born, then issued, then valid for some years. */
export function checkDates(facts: DocumentFacts): Measured {
  const check = 'DOCUMENT_DATES'
  const source = mainSource(facts)
  if (!source) return { check, score: null, reasons: [] }
  const { today } = facts
  const date = (name: FieldName) => dateOf(facts, name)
  const [born, issued, expires] = [date('BIRTH_DATE'), date('ISSUE_DATE'), date('EXPIRY_DATE')]
  const faults: [FieldName, boolean, string][] = [
    ['BIRTH_DATE', after(born, today), 'born in the past'],
    ['BIRTH_DATE', after(yearsBefore(today, MOST_YEARS.age), born), 'born in the last 125 years'],
    ['ISSUE_DATE', after(issued, today), 'issued today or before'],
    ['ISSUE_DATE', after(born, issued), 'issued after birth'],
    ['ISSUE_DATE', after(issued, expires), 'issued before it expires'],
    [
      'EXPIRY_DATE',
      after(expires, yearsBefore(today, -MOST_YEARS.valid)),
      'expires within 15 years',
    ],
  ]
  const reasons = faults
    .filter(([, wrong]) => wrong)
    .map(([name, , limit]): Reason => {
      const evidence = { ...evidenceOn(source, name), limit }
      return { code: 'DOCUMENT_DATES_IMPLAUSIBLE', evidence }
    })
  return { check, score: reasons.length === 0 ? 1 : 0, reasons }
}

/** The most trusted certain date of that name, over all sources. */
function dateOf(facts: DocumentFacts, name: FieldName): string | null {
  const field = allFields(facts).find((each) => each.name === name && !each.uncertain)
  return field && /^\d{4}-\d{2}-\d{2}$/.test(field.value) ? field.value : null
}

/** Both YYYY-MM-DD; an unknown date is never after another. */
function after(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a > b
}

function yearsBefore(date: string, years: number): string {
  return `${String(Number(date.slice(0, 4)) - years).padStart(4, '0')}${date.slice(4)}`
}

/** Whole days from one date to the other, both YYYY-MM-DD; NaN when either is no date. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}
