import { decide, type Judgement } from '../decision/decide'
import type { Policy } from '../decision/policy'
import { sandboxJudgement } from '../decision/sandbox'
import type { Turn } from '../decision/step-up'
import type { FieldName } from '../documents/reading'
import type { Mode } from '../sessions/session'
import type { Findings } from './run-checks'

/** The judgement on what the checks found; sandbox specimens come out as their number says. */
export function judge(
  { results, reading, origin }: Omit<Findings, 'portrait' | 'timings'>,
  policy: Policy,
  mode: Mode,
  turn?: Turn,
): Judgement {
  const judgement = decide(results, policy, origin, turn)
  const printed = (name: FieldName) =>
    reading.fields.find((field) => field.source === 'MRZ' && field.name === name)?.value ?? ''
  const document = {
    issuingState: printed('ISSUING_STATE'),
    documentNumber: printed('DOCUMENT_NUMBER'),
  }
  return sandboxJudgement(judgement, mode, document) ?? judgement
}
