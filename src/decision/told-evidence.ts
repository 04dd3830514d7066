import type { Evidence, Reason } from './check-result'
import { type Fault, REASONS } from './reasons'

/** Their measured values are scores of a kind, and scores leak templates: they stay with the reviewers. */
const SCORED_FAULTS: readonly Fault[] = ['FACE', 'LIVENESS']

/** What a reason rests on, as far as it goes outside: of faces and liveness neither values nor places. */
export function toldEvidence({ code, evidence }: Reason): Evidence {
  const { captureId, field } = evidence
  if (!SCORED_FAULTS.includes(REASONS[code].fault)) return evidence
  return { ...(captureId && { captureId }), ...(field && { field }) }
}
