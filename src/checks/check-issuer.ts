import type { CheckResult, Reason } from '../decision/check-result'
import { possibleTypes } from '../documents/document-type'
import { numberFits } from '../documents/number-formats'
import { stateName } from '../documents/states'
import { knownSpecimen } from '../documents/tamper/known-specimen'
import {
  allFields,
  type DocumentFacts,
  evidenceOn,
  fieldOf,
  mainSource,
  mrzOf,
} from './document-facts'

type Measured = Omit<CheckResult, 'durationMs'>

/** The issuer is a state, and the document is no specimen: those are allowed with a test key, and marked. */
export function checkIssuer(facts: DocumentFacts): Measured {
  const check = 'DOCUMENT_ISSUER'
  const source = mainSource(facts)
  if (!source) return { check, score: null, reasons: [] }
  const evidence = evidenceOn(source, 'ISSUING_STATE')
  if (stateName(fieldOf(source, 'ISSUING_STATE')?.value ?? '') === null)
    return { check, score: 0, reasons: [{ code: 'DOCUMENT_ISSUER_UNKNOWN', evidence }] }
  const lines = [facts.front, facts.back].flatMap((side) => side?.visual.lines ?? [])
  const specimen = knownSpecimen(allFields(facts), lines)
  if (!specimen.raised) return { check, score: 1, reasons: [] }
  const measured = specimen.detail
  return {
    check,
    score: facts.mode === 'TEST' ? 0.5 : 0,
    reasons: [{ code: 'DOCUMENT_SPECIMEN', evidence: { ...evidence, measured } }],
  }
}

/** The document number has the shape its issuer publishes. */
export function checkNumberFormat(facts: DocumentFacts): Measured {
  const check = 'DOCUMENT_NUMBER_FORMAT'
  const side = mrzOf(facts)
  const fits = side && numberFits(side.mrz)
  if (!side || fits === null) return { check, score: null, reasons: [] }
  const source = { captureId: side.captureId, fields: side.mrz.fields }
  const reason: Reason = {
    code: 'DOCUMENT_NUMBER_UNUSUAL',
    evidence: evidenceOn(source, 'DOCUMENT_NUMBER'),
  }
  return { check, score: fits ? 1 : 0, reasons: [reason] }
}

/** The document is of the kind the session was made for. */
export function checkType(facts: DocumentFacts): Measured {
  const check = 'DOCUMENT_TYPE'
  const { declaredType, front, back } = facts
  const barcodes = [front, back].flatMap((side) => side?.barcodes ?? [])
  const found = possibleTypes(mrzOf(facts)?.mrz ?? null, barcodes)
  if (declaredType === null || found.length === 0) return { check, score: null, reasons: [] }
  const evidence = {
    captureId: front.captureId,
    measured: found.join(' or '),
    limit: declaredType,
  }
  const reason: Reason = { code: 'DOCUMENT_TYPE_UNEXPECTED', evidence }
  return { check, score: found.includes(declaredType) ? 1 : 0, reasons: [reason] }
}
