import type { DecisionFacts } from '../../src/decision/facts'
import type { Deps } from '../../src/deps'
import type { FeatureName } from '../../src/risk/features'
import type { Label } from '../../src/risk/observation'
import { openDatabase } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import type { TestApp } from './app'

/** What was measured of a session once, and what it turned out to be. */
export type Past = {
  signals: Partial<Record<FeatureName, number | null>>
  label?: Label | null
  at: Date
  country?: string
  risk?: number
  facts?: DecisionFacts
  mode?: 'LIVE' | 'TEST'
  outcome?: 'APPROVED' | 'REJECTED' | 'IN_REVIEW' | 'RETAKE'
  /** By which it was decided; none unless given. */
  models?: Deps['models']
  /** What FACE_MATCH scored. */
  match?: number
}

/** Sessions as the checks left them, approved unless it says otherwise, each of an applicant of its own; written straight into the tables. */
export async function pastSessions(app: TestApp, past: readonly Past[]) {
  const { tenantId } = app
  const db = openDatabase(app.config.DATABASE_URL, 1)
  const rows = past.map((each) => ({
    ...{ ...each, sessionId: newId('session'), applicantId: newId('applicant') },
  }))
  await db.applicant.createMany({
    data: rows.map(({ applicantId: id }) => ({ id, tenantId })),
  })
  await db.kycSession.createMany({
    data: rows.map(({ sessionId: id, applicantId, at, mode = 'TEST' }) => ({
      ...{ id, tenantId, applicantId, mode, status: 'APPROVED' as const },
      ...{ epoch: 1, expiresAt: at, touchedAt: at },
    })),
  })
  await db.riskAssessment.createMany({
    data: rows.map(({ sessionId, signals, at, risk = 0.1 }) => ({
      ...{ tenantId, sessionId, epoch: 1, risk, model: 'rules-1', at },
      signals: Object.entries(signals).map(([name, value]) => {
        return { name, value, windowMs: null, evidence: [] }
      }),
    })),
  })
  await db.decision.createMany({
    data: rows.map(({ sessionId, at, country = 'UTO', facts, models = [], outcome }) => ({
      ...{ id: newId('decision'), tenantId, sessionId, epoch: 1, outcome: outcome ?? 'APPROVED' },
      ...{ reasons: new Uint8Array(), models, inputs: [], timings: [], policyVersion: 'p-1' },
      ...{ codeVersion: 'c', decidedBy: 'SYSTEM', decidedAt: at, country },
      ...(facts && { facts }),
    })),
  })
  await db.check.createMany({
    data: rows.flatMap(({ sessionId, match: score }) => {
      const of = { id: newId('check'), tenantId, sessionId, epoch: 1, name: 'FACE_MATCH' }
      const measured = { outcome: 'PASS' as const, reasons: new Uint8Array(), durationMs: 1 }
      return score === undefined ? [] : [{ ...of, ...measured, score }]
    }),
  })
  await db.riskLabel.createMany({
    data: rows.flatMap(({ sessionId, applicantId, label, at }) => {
      const of = { id: newId('riskLabel'), tenantId, sessionId, applicantId, at }
      return label ? [{ ...of, label, createdBy: 'test' }] : []
    }),
  })
  await db.$disconnect()
  return rows
}

const MINUTE_MS = 60_000

/** A history in which whoever was hasty was a fraud, and nobody else; by the rules haste alone sends nobody to a person. */
export function hastyFraud(count: number, until = new Date()): Past[] {
  return Array.from({ length: count }, (_, index) => {
    const fraud = index % 6 === 0
    const at = new Date(until.getTime() - (count - index) * MINUTE_MS)
    const signals = { SECONDS_TO_COMPLETE: fraud ? 5 : 120, ATTEMPTS: 1, INJECTION_HINTS: null }
    const honest = index % 6 === 5 ? null : ('LEGITIMATE' as const)
    return {
      signals,
      at,
      label: fraud ? 'FRAUD' : honest,
      country: index % 4 === 3 ? 'NGA' : 'UTO',
    }
  })
}
