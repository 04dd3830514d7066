import type { Deps } from '../deps'
import { riskModelInForce } from '../policies/policy-in-force'
import { FEATURE_NAMES, type FeatureName } from '../risk/features'
import type { Bin } from '../risk/histogram'
import { scoreRisk } from '../risk/score-risk'
import type { Drift } from '../risk/stability'
import type { Mode } from '../sessions/session'
import type { Publication } from '../storage/policies'
import type { PastAssessment } from '../storage/risk-assessments'
import { compareSeen } from './compare-seen'
import { driftWindows, MOST_SESSIONS, type Period } from './drift-windows'

/** `signal`: null, the score itself, by the model in force. `bins`: how it was spread then and now. */
export type SignalDrift = Drift & { signal: FeatureName | null; bins: Bin[] }

type Window = Period & { sessions: number }
export type RiskDrift = {
  mode: Mode
  model: string
  reference: Window
  recent: Window
  signals: SignalDrift[]
}

type World = Pick<Deps, 'policies' | 'riskAssessments' | 'now'>

/**
 * Whether sessions of the last week still look like those of the first thirty days of the model in force: since it first came
 * into force with a policy, whatever policies have been published with it since; the rules, where no other model was before,
 * since the first session that is kept. The windows never overlap.
 */
export async function measureDrift(
  deps: World,
  { tenantId, mode }: { tenantId: string; mode: Mode },
): Promise<RiskDrift> {
  const model = await riskModelInForce(deps, tenantId)
  const now = deps.now()
  const published = modelBegan(await deps.policies.publications(tenantId))
  const begun = published ?? (await deps.riskAssessments.firstAt(tenantId, mode)) ?? now
  const { reference, recent } = driftWindows(begun, now)
  const list = (period: Period) =>
    deps.riskAssessments.list(tenantId, { ...period, mode, olderThan: null, limit: MOST_SESSIONS })
  const [first, last] = [await list(reference), await list(recent)]
  const seen = (name: FeatureName | null) => (each: PastAssessment) => {
    const measured = each.signals.find((signal) => signal.name === name)?.value ?? null
    const value = name === null ? scoreRisk(each.signals, model).risk : measured
    return { value, person: each.applicantId }
  }
  const measured = new Set(
    [...first, ...last].flatMap(({ signals }) => signals.map(({ name }) => name)),
  )
  const names = [null, ...FEATURE_NAMES.filter((name) => measured.has(name))]
  return {
    mode,
    model: model.version,
    reference: { ...reference, sessions: first.length },
    recent: { ...recent, sessions: last.length },
    signals: names.map((signal) => {
      return { signal, ...compareSeen(first.map(seen(signal)), last.map(seen(signal))) }
    }),
  }
}

/**
 * When the model in force came into force: at the first of the policies that have had it without a break.
 * @param publications newest first
 * @returns null where nothing else ever scored
 */
function modelBegan(publications: readonly Publication[]): Date | null {
  const [inForce] = publications
  if (!inForce) return null
  const other = publications.findIndex(({ candidate }) => candidate !== inForce.candidate)
  if (other === -1 && inForce.candidate === null) return null
  return publications.at(other === -1 ? -1 : other - 1)?.at ?? null
}
