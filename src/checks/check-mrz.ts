import type { CheckResult, Evidence, Reason } from '../decision/check-result'
import type { DocumentField, MrzReading } from '../documents/reading'
import { barcodeOf, type DocumentFacts, mrzOf, RELIED_ON } from './document-facts'

type Measured = Omit<CheckResult, 'durationMs'>

/** The document says who it is in a form made for machines: a machine-readable zone or a licence's barcode. */
export function checkReadable(facts: DocumentFacts): Measured {
  const check = 'DOCUMENT_READABLE'
  if (mrzOf(facts) || barcodeOf(facts)) return { check, score: 1, reasons: [] }
  const reason: Reason = {
    code: 'MRZ_NOT_FOUND',
    evidence: { captureId: facts.front.captureId },
  }
  return { check, score: null, reasons: [reason] }
}

/** All check digits are right, nothing was repaired and nothing relied on is uncertain. */
export function checkDigits(facts: DocumentFacts): Measured {
  const check = 'MRZ_CHECK_DIGITS'
  const side = mrzOf(facts)
  if (!side) return { check, score: null, reasons: [] }
  const { captureId, mrz } = side
  const wrong = wrongDigits(captureId, mrz)
  const reasons = wrong.length > 0 ? wrong : doubts(captureId, mrz)
  return { check, score: reasons.length === 0 ? 1 : 0, reasons }
}

function wrongDigits(captureId: string, reading: MrzReading): Reason[] {
  return reading.checkDigits
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
}

function doubts(captureId: string, reading: MrzReading): Reason[] {
  const code = 'MRZ_READING_UNCERTAIN'
  const uncertain = RELIED_ON.flatMap((name): Reason[] => {
    const field = reading.fields.find((each) => each.name === name)
    return field?.uncertain ? [{ code, evidence: { captureId, ...uncertainty(field) } }] : []
  })
  if (!reading.repaired) return uncertain
  return [{ code, evidence: { captureId, measured: 'repaired' } }, ...uncertain]
}

function uncertainty(field: DocumentField): Evidence {
  return {
    field: field.name,
    measured: `confidence ${field.confidence.toFixed(2)}`,
    ...(field.box && { box: field.box }),
  }
}

function boxOf(reading: MrzReading, name: string): Evidence {
  const box = reading.fields.find((field) => field.name === name)?.box ?? reading.box
  return box ? { box } : {}
}
