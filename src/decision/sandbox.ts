import type { Reason } from './check-result'
import type { Judgement } from './decide'
import type { Verdict } from './policy'
import type { ReasonCode } from './reasons'

/** What a named specimen comes out as, whatever its photograph shows. */
export type SandboxOutcome = { verdict: Verdict; reasons: ReasonCode[] }

/**
 * Document numbers of Utopia (UTO) that, with a test key, always come out the same, for users' own integration tests.
 * Every decision so made says SANDBOX_OUTCOME among its reasons.
 */
export const SANDBOX_OUTCOMES: Record<string, SandboxOutcome> = {
  SAMPLE101: { verdict: 'APPROVE', reasons: [] },
  SAMPLE202: { verdict: 'REJECT', reasons: ['DOCUMENT_EXPIRED'] },
  SAMPLE303: { verdict: 'REFER', reasons: ['MRZ_CHECK_DIGIT_MISMATCH'] },
  SAMPLE404: { verdict: 'RETAKE', reasons: ['IMAGE_BLURRED'] },
  SAMPLE505: { verdict: 'REFER', reasons: ['FACE_MISMATCH'] },
}

/** What was read of a document, as far as it names a sandbox specimen. */
export type SandboxDocument = { issuingState: string; documentNumber: string }

/** The judgement a sandbox specimen is given in test mode; null for every other document, and always in live mode. */
export function sandboxJudgement(
  judgement: Judgement,
  mode: 'LIVE' | 'TEST',
  { issuingState, documentNumber }: SandboxDocument,
): Judgement | null {
  const outcome = SANDBOX_OUTCOMES[documentNumber]
  if (mode !== 'TEST' || issuingState !== 'UTO' || outcome === undefined) return null
  const marked: ReasonCode[] = ['SANDBOX_OUTCOME', ...outcome.reasons]
  const reasons = marked.map((code): Reason => ({ code, evidence: {} }))
  return { ...judgement, verdict: outcome.verdict, reasons, stepUp: null }
}
