import type { CheckResult, Reason } from '../decision/check-result'
import type { ReasonCode } from '../decision/reasons'
import { featureOf, type RiskGroup } from '../risk/features'
import type { Contribution, RiskScore } from '../risk/score-risk'

type Measured = Omit<CheckResult, 'durationMs'>

const CODES: Record<RiskGroup, ReasonCode> = {
  DEVICES: 'RISK_DEVICE_SHARED',
  DOCUMENTS: 'RISK_DOCUMENT_REUSED',
  IMAGES: 'RISK_IMAGE_REUSED',
  CONTACTS: 'RISK_CONTACT_SHARED',
  PLACES: 'RISK_PLACE_BUSY',
  CONDUCT: 'RISK_CONDUCT_UNUSUAL',
  BEHAVIOUR: 'RISK_BEHAVIOUR_UNUSUAL',
  DETAILS: 'RISK_DETAILS_DIFFER',
  WATCHLISTS: 'RISK_WATCHLIST_POSSIBLE',
  FACES: 'RISK_FACE_SEEN',
  GRAPH: 'RISK_CONNECTED',
}

/** What adds less than this share of the whole is no reason. */
const LEAST_SHARE = 0.1

/**
 * What other sessions say of this one; null: the organisation asks for none of it. Safer is higher: 1 less the risk. Every reason
 * names the model that scored.
 */
export function checkRisk(found: (RiskScore & { model: string }) | null): Measured {
  const check = 'RISK'
  if (found === null) return { check, score: null, reasons: [] }
  const { risk, contributions, model } = found
  const whole = contributions.reduce((sum, { contribution }) => sum + contribution, 0)
  const telling = contributions.filter(({ contribution }) => contribution > LEAST_SHARE * whole)
  return { check, score: 1 - risk, reasons: telling.map((each) => reasonOf(each, model)) }
}

function reasonOf({ name, value, evidence }: Contribution, model: string): Reason {
  const { group, unit, told } = featureOf(name)
  const also = told ? `: ${evidence.join(', ')}` : ''
  const measured = `${Math.round((value ?? 0) * 100) / 100} (${unit})${also}`
  return { code: CODES[group], evidence: { field: name, measured, model } }
}
