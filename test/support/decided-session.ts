import { CHECK_NAMES, type CheckName, type CheckResult } from '../../src/decision/check-result'
import { decide } from '../../src/decision/decide'
import { factsOf } from '../../src/decision/facts'
import { barOf, DEFAULT_POLICY } from '../../src/decision/policy'
import type { ReasonCode } from '../../src/decision/reasons'
import { FIRST_TURN } from '../../src/decision/step-up'
import { OUTCOMES } from '../../src/sessions/verify-session'
import { apiClient } from './api'
import type { TestApp } from './app'

type Changes = Partial<Record<CheckName, { score: number; code: ReasonCode }>>

/** All is well, save what is given. */
function found(changes: Changes): CheckResult[] {
  return CHECK_NAMES.map((check) => {
    const given = changes[check]
    const reasons = given ? [{ code: given.code, evidence: {} }] : []
    const well = check === 'FACE_MATCH' ? 6 : barOf(DEFAULT_POLICY, check).pass
    const score = given?.score ?? well
    return { check, score, reasons, durationMs: 0 }
  })
}

export type Past = { changes?: Changes; at: string; country?: string; kept?: boolean }

/** A session that the checks decided by the default policy. `kept`: what they found was kept beside the decision. */
export async function decidedSession(
  app: TestApp,
  { changes = {}, at, country = 'NGA', kept = true }: Past,
) {
  const { sessions } = app.deps
  const ref = { tenantId: app.tenantId, sessionId: await apiClient(app.url, app.key).newSession() }
  const by = { at: new Date(at), actor: 'SYSTEM' }
  const open = await sessions.get(ref)
  const session = await sessions.apply({ session: open, trigger: 'SUBMIT', ...by })
  const origin = { country, documentType: 'PASSPORT' } as const
  const judgement = decide(found(changes), DEFAULT_POLICY, origin)
  const { trigger, outcome } = OUTCOMES[judgement.verdict]
  const verification = {
    ...{ outcome, reasons: judgement.reasons, ...origin, reading: null, attestation: null },
    ...{
      policyVersion: DEFAULT_POLICY.version,
      policyId: null,
      policySha256: null,
      codeVersion: 'c',
    },
    ...{
      models: [{ name: 'faces-1', sha256: 'a'.repeat(64) }],
      inputs: [],
      timings: [],
      checks: [],
    },
    ...(kept && { facts: factsOf(found(changes), judgement, FIRST_TURN) }),
  }
  const reasons = judgement.reasons.map(({ code }) => code)
  await sessions.apply({ session, trigger, reasons, verification, ...by })
  return ref
}
