import type { Judgement } from './decide'

/** A judgement for a session that has no attempt left: what should be repeated goes to a person. */
export function withoutRetake(judgement: Judgement): Judgement {
  if (judgement.verdict !== 'RETAKE') return judgement
  const exhausted = { code: 'ATTEMPTS_EXHAUSTED', evidence: {} } as const
  return { ...judgement, verdict: 'REFER', reasons: [...judgement.reasons, exhausted] }
}
