import { checkRisk } from '../checks/check-risk'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { eachPast, MOST_EXAMPLES } from '../policies/each-past'
import { riskModelInForce } from '../policies/policy-in-force'
import { readyRiskModel } from '../policies/risk-model'
import type { FeatureName } from '../risk/features'
import { RISK_BAR, type RiskModel, scoreRisk } from '../risk/score-risk'
import type { PastAssessment } from '../storage/risk-assessments'

/** Sessions that go to a person by one model and not by the other, for one signal among others; a session has several. */
export type SignalShift = { name: FeatureName; newly: number; noMore: number }

/**
 * Who would be sent to a person for the risk alone, and who no more. `before`: by the model in force. `examples`: ids of some.
 * `hasMore`: there were more sessions than are tried at once; the newest were.
 */
export type CandidateDryRun = {
  model: string
  sessions: number
  before: number
  after: number
  newly: { count: number; examples: string[] }
  noMore: { count: number; examples: string[] }
  signals: SignalShift[]
  hasMore: boolean
}

type World = Pick<Deps, 'candidates' | 'policies' | 'riskAssessments'>
export type CandidateDryRunWish = { id: string; from: Date; before: Date }

const BATCH = 500

/**
 * Tries a candidate on what was measured of past sessions when they were assessed; nothing is changed.
 * @throws AppError INVALID, NOT_FOUND; CONFLICT when the candidate is not ready
 */
export async function dryRunCandidate(
  deps: World,
  tenantId: string,
  { id, from, before }: CandidateDryRunWish,
): Promise<CandidateDryRun> {
  if (from >= before) throw new AppError('INVALID', 'before must be after from.', 'before')
  const { parameters } = await deps.candidates.get({ tenantId, candidateId: id })
  if (parameters === null) throw new AppError('CONFLICT', 'The candidate is not ready.', 'id')
  const models = {
    inForce: await riskModelInForce(deps, tenantId),
    candidate: readyRiskModel({ candidate: id, ...parameters }),
  }
  const run = newRun(models.inForce.version)
  const list = (olderThan: PastAssessment | null) =>
    deps.riskAssessments.list(tenantId, { from, before, mode: null, olderThan, limit: BATCH })
  const hasMore = await eachPast(list, BATCH, (assessment) => count(run, assessment, models))
  return concluded(run, hasMore)
}

function newRun(model: string): CandidateDryRun {
  const none = () => ({ count: 0, examples: [] })
  const counts = { sessions: 0, before: 0, after: 0 }
  return { model, ...counts, newly: none(), noMore: none(), signals: [], hasMore: false }
}

function count(
  run: CandidateDryRun,
  { sessionId, signals }: PastAssessment,
  models: { inForce: RiskModel; candidate: RiskModel },
): void {
  const [before, after] = [judged(signals, models.inForce), judged(signals, models.candidate)]
  run.sessions += 1
  run.before += Number(before.referred)
  run.after += Number(after.referred)
  if (before.referred === after.referred) return
  const side = after.referred ? 'newly' : 'noMore'
  run[side].count += 1
  if (run[side].examples.length < MOST_EXAMPLES) run[side].examples.push(sessionId)
  for (const name of (after.referred ? after : before).telling) {
    const known = run.signals.find((each) => each.name === name)
    const shift = known ?? { name, newly: 0, noMore: 0 }
    if (!known) run.signals.push(shift)
    shift[side] += 1
  }
}

/** `telling`: the signals that are reasons of the check. */
function judged(signals: PastAssessment['signals'], model: RiskModel) {
  const score = scoreRisk(signals, model)
  const { reasons } = checkRisk({ ...score, model: model.version })
  const telling = reasons.map(({ evidence: { field } }) => field as FeatureName)
  return { referred: score.risk > RISK_BAR, telling }
}

function concluded(run: CandidateDryRun, hasMore: boolean): CandidateDryRun {
  const moved = ({ newly, noMore }: SignalShift) => newly + noMore
  return { ...run, signals: run.signals.sort((a, b) => moved(b) - moved(a)), hasMore }
}
