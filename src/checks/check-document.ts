import type { CheckResult, Evidence, Reason } from '../decision/check-result'
import type { DocumentField, FieldName, MrzReading } from '../documents/reading'
import { stateName, UTOPIA } from '../documents/states'
import type { Mode } from '../sessions/session'

export type DocumentFacts = {
  captureId: string
  reading: MrzReading | null
  today: string
  mode: Mode
}

type Measured = Omit<CheckResult, 'durationMs'>

/** What the policy relies on: none of these may be uncertain for an approval. */
const RELIED_ON: readonly FieldName[] = [
  'ISSUING_STATE',
  'DOCUMENT_NUMBER',
  'SURNAME',
  'GIVEN_NAMES',
  'BIRTH_DATE',
  'EXPIRY_DATE',
]

const DAY_MS = 86_400_000

/** The checks on what the document says: readable, check digits, expiry, issuer. `today` is YYYY-MM-DD. */
export function checkDocument(facts: DocumentFacts): Measured[] {
  return [readable(facts), checkDigits(facts), notExpired(facts), issuer(facts)]
}

function readable({ captureId, reading }: DocumentFacts): Measured {
  if (!reading)
    return {
      check: 'MRZ_READABLE',
      score: null,
      reasons: [{ code: 'MRZ_NOT_FOUND', evidence: { captureId } }],
    }
  return { check: 'MRZ_READABLE', score: 1, reasons: [] }
}

function checkDigits({ captureId, reading }: DocumentFacts): Measured {
  const check = 'MRZ_CHECK_DIGITS'
  if (!reading) return { check, score: null, reasons: [] }
  const wrong: Reason[] = reading.checkDigits
    .filter(({ valid }) => !valid)
    .map(({ field, printed, expected }) => ({
      code: 'MRZ_CHECK_DIGIT_MISMATCH',
      evidence: {
        captureId,
        field,
        measured: `check digit ${printed}`,
        limit: `check digit ${expected}`,
        ...boxOf(reading, field),
      },
    }))
  const uncertain: Reason[] = RELIED_ON.map((name) => fieldOf(reading, name))
    .filter((field) => field?.uncertain)
    .map((field) => ({
      code: 'MRZ_READING_UNCERTAIN',
      evidence: { captureId, ...uncertainty(field) },
    }))
  const repaired: Reason[] = reading.repaired
    ? [{ code: 'MRZ_READING_UNCERTAIN', evidence: { captureId, measured: 'repaired' } }]
    : []
  const reasons = wrong.length > 0 ? wrong : [...repaired, ...uncertain]
  return { check, score: reasons.length === 0 ? 1 : 0, reasons }
}

function uncertainty(field: DocumentField | undefined): Evidence {
  if (!field) return {}
  return {
    field: field.name,
    measured: `confidence ${field.confidence.toFixed(2)}`,
    ...(field.box && { box: field.box }),
  }
}

function notExpired({ captureId, reading, today }: DocumentFacts): Measured {
  const check = 'DOCUMENT_NOT_EXPIRED'
  if (!reading) return { check, score: null, reasons: [] }
  const expiry = fieldOf(reading, 'EXPIRY_DATE')
  const days = expiry && !expiry.uncertain ? daysBetween(today, expiry.value) : Number.NaN
  const evidence: Evidence = { captureId, field: 'EXPIRY_DATE', ...boxOf(reading, 'EXPIRY_DATE') }
  if (Number.isNaN(days))
    return { check, score: null, reasons: [{ code: 'DOCUMENT_DATE_UNKNOWN', evidence }] }
  const limit = 'valid today or later'
  return {
    check,
    score: days,
    reasons: [
      {
        code: 'DOCUMENT_EXPIRED',
        evidence: { ...evidence, measured: `expired ${-days} days ago`, limit },
      },
    ],
  }
}

function issuer({ captureId, reading, mode }: DocumentFacts): Measured {
  const check = 'DOCUMENT_ISSUER'
  if (!reading) return { check, score: null, reasons: [] }
  const code = fieldOf(reading, 'ISSUING_STATE')?.value ?? ''
  const evidence: Evidence = {
    captureId,
    field: 'ISSUING_STATE',
    ...boxOf(reading, 'ISSUING_STATE'),
  }
  if (stateName(code) === null)
    return { check, score: 0, reasons: [{ code: 'DOCUMENT_ISSUER_UNKNOWN', evidence }] }
  if (code !== UTOPIA) return { check, score: 1, reasons: [] }
  return {
    check,
    score: mode === 'TEST' ? 0.5 : 0,
    reasons: [{ code: 'DOCUMENT_SPECIMEN', evidence }],
  }
}

function fieldOf(reading: MrzReading, name: FieldName): DocumentField | undefined {
  return reading.fields.find((field) => field.name === name)
}

function boxOf(reading: MrzReading, name: string): Evidence {
  const box = reading.fields.find((field) => field.name === name)?.box ?? reading.box
  return box ? { box } : {}
}

/** Whole days from one date to the other, both YYYY-MM-DD; NaN when either is no date. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}
