import { CHECK_NAMES, type CheckResult } from '../../src/decision/check-result'
import { decide } from '../../src/decision/decide'
import { factsOf } from '../../src/decision/facts'
import { barOf, DEFAULT_POLICY } from '../../src/decision/policy'
import type { ReasonCode } from '../../src/decision/reasons'
import { FIRST_TURN } from '../../src/decision/step-up'
import { OUTCOMES } from '../../src/sessions/verify-session'
import type { Client } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'

const COUNTRIES = ['NGA', 'GHA', 'KEN', 'UTO', 'DEU', 'FRA']
const BATCH = 1000

/** An organisation with so many decided sessions, whose scores lie around the bars; as the checks would have kept them. */
export async function addPastSessions(db: Client, count: number): Promise<string> {
  const tenantId = newId('organization')
  const applicantId = newId('applicant')
  await db.organization.create({ data: { id: tenantId, name: 'Bench' } })
  await db.applicant.create({ data: { id: applicantId, tenantId } })
  for (let done = 0; done < count; done += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, count - done) }, (_, at) =>
      pastSession({ tenantId, applicantId }, done + at),
    )
    await db.kycSession.createMany({ data: rows.map(({ session }) => session) })
    await db.decision.createMany({ data: rows.map(({ decision }) => decision) })
  }
  return tenantId
}

function pastSession(whose: { tenantId: string; applicantId: string }, number: number) {
  const { tenantId } = whose
  const at = new Date(Date.now() - 1000 * number)
  const sessionId = newId('session')
  const session = {
    ...{ id: sessionId, ...whose, mode: 'LIVE' as const, status: 'APPROVED' as const, epoch: 1 },
    ...{ expiresAt: at, touchedAt: at, createdAt: at },
  }
  const origin = {
    country: COUNTRIES[number % COUNTRIES.length] ?? null,
    documentType: 'PASSPORT' as const,
  }
  const results = CHECK_NAMES.map((check) => measured(check))
  const judgement = decide(results, DEFAULT_POLICY, origin)
  const decision = {
    ...{ id: newId('decision'), tenantId, sessionId, epoch: 1, ...origin, decidedAt: at },
    ...{ outcome: OUTCOMES[judgement.verdict].outcome, decidedBy: 'SYSTEM' },
    ...{ reasons: new Uint8Array(), policyVersion: DEFAULT_POLICY.version, codeVersion: 'bench' },
    ...{ models: [], inputs: [], timings: [], facts: factsOf(results, judgement, FIRST_TURN) },
  }
  return { session, decision }
}

/** Nine of ten at the bar, one below it. */
function measured(check: CheckResult['check']): CheckResult {
  const { pass } = barOf(DEFAULT_POLICY, check)
  const score =
    Math.random() < 0.99 ? pass + (check === 'FACE_MATCH' ? Math.random() : 0) : pass - 1
  const codes: ReasonCode[] = ['IMAGE_GLARE', 'IMAGE_BLURRED']
  return { check, score, reasons: codes.map((code) => ({ code, evidence: {} })), durationMs: 0 }
}
