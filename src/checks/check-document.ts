import type { CheckResult } from '../decision/check-result'
import type { Policy } from '../decision/policy'
import type { QualityMeasure } from '../documents/quality/measure-quality'
import { checkDates, checkExpiry } from './check-dates'
import { checkIssuer, checkNumberFormat, checkType } from './check-issuer'
import { checkDigits, checkReadable } from './check-mrz'
import { checkQuality } from './check-quality'
import { checkTamper } from './check-tamper'
import { checkAgreement, checkSides } from './compare-sources'
import type { DocumentFacts } from './document-facts'

/** The checks on what the document says and on how it was photographed. */
export function checkDocument(
  facts: DocumentFacts,
  quality: QualityMeasure[],
  { tamperSignals }: Pick<Policy, 'tamperSignals'>,
): Omit<CheckResult, 'durationMs'>[] {
  return [
    checkReadable(facts),
    checkDigits(facts),
    checkExpiry(facts),
    checkDates(facts),
    checkIssuer(facts),
    checkNumberFormat(facts),
    checkType(facts),
    checkAgreement(facts),
    checkSides(facts),
    checkQuality(facts, quality),
    checkTamper(facts, tamperSignals),
  ]
}
