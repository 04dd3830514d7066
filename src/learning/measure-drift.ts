import type { Deps } from '../deps'
import { riskModelInForce } from '../policies/policy-in-force'
import { FEATURE_NAMES, type FeatureName } from '../risk/features'
import { scoreRisk } from '../risk/score-risk'
import { type Drift, driftOf } from '../risk/stability'
import type { PastAssessment } from '../storage/risk-assessments'

/** `signal`: null, the score itself, by the model in force. */
export type SignalDrift = Drift & { signal: FeatureName | null }

type Window = { from: Date; before: Date; sessions: number }
export type RiskDrift = { model: string; reference: Window; recent: Window; signals: SignalDrift[] }

type World = Pick<Deps, 'policies' | 'riskAssessments' | 'now'>

const DAY_MS = 86_400_000
const RECENT_DAYS = 7
const REFERENCE_DAYS = 30

/** As many of each window, the newest, tell enough. */
const MOST_SESSIONS = 5000

/**
 * Whether sessions of the last week still look like those of the first thirty days of the model in force: of the time since its
 * policy was published; without one, since the first session that was assessed. The windows never overlap.
 */
export async function measureDrift(deps: World, tenantId: string): Promise<RiskDrift> {
  const model = await riskModelInForce(deps, tenantId)
  const now = deps.now()
  const recent = { from: daysFrom(now, -RECENT_DAYS), before: now }
  const published = await deps.policies.inForce(tenantId)
  const begun = published?.publishedAt ?? (await deps.riskAssessments.firstAt(tenantId)) ?? now
  const latest = Math.min(daysFrom(begun, REFERENCE_DAYS).getTime(), recent.from.getTime())
  const end = Math.max(begun.getTime(), latest)
  const reference = { from: begun, before: new Date(end) }
  const list = (window: { from: Date; before: Date }) =>
    deps.riskAssessments.list(tenantId, { ...window, olderThan: null, limit: MOST_SESSIONS })
  const [first, last] = [await list(reference), await list(recent)]
  const of = (name: FeatureName | null) => (each: PastAssessment) =>
    name === null
      ? scoreRisk(each.signals, model).risk
      : (each.signals.find((signal) => signal.name === name)?.value ?? null)
  const measured = new Set(
    [...first, ...last].flatMap(({ signals }) => signals.map(({ name }) => name)),
  )
  const names = [null, ...FEATURE_NAMES.filter((name) => measured.has(name))]
  return {
    model: model.version,
    reference: { ...reference, sessions: first.length },
    recent: { ...recent, sessions: last.length },
    signals: names.map((signal) => ({
      signal,
      ...driftOf(first.map(of(signal)), last.map(of(signal))),
    })),
  }
}

function daysFrom(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY_MS)
}
