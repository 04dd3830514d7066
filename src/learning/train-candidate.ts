import type { Deps } from '../deps'
import { riskModelInForce } from '../policies/policy-in-force'
import { isFraud } from '../risk/observation'
import { countLabels, LEAST_LABELS, type TrainingSession } from '../risk/train-model'
import type { Caller } from '../sessions/caller'
import type { Candidate, CandidateRef, Done } from '../storage/candidates'
import type { AssessedExample } from '../storage/risk-labels'
import { trainRisk } from '../training/train-risk'
import { VERSION } from '../version'
import { labelOfReview } from './review-label'

type World = Pick<Deps, 'candidates' | 'riskLabels' | 'risk' | 'policies' | 'now'>

/** `load`: the share of sessions a team can look at, between 0 and 1; `here`: no worker is to train it. */
export type TrainingWishes = { load: number; seed: number; here: boolean }

/**
 * Asks for a candidate for the model of risk, from the labels of today; nothing decides by it.
 * @throws AppError CONFLICT when nothing of risk is on, or one is being trained
 */
export function askForCandidate(
  { candidates, now }: Pick<World, 'candidates' | 'now'>,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  wishes: TrainingWishes,
): Promise<Candidate> {
  return candidates.ask(tenantId, { kind: 'RISK_MODEL', ...wishes }, { actor, at: now() })
}

/**
 * Trains and measures it, in a thread of its own, and tells of it. Does nothing when that is done, or it was forgotten.
 * @returns what came of it; null: it was done before
 */
export async function trainCandidate(
  deps: World,
  ref: CandidateRef,
): Promise<Done['state'] | null> {
  const { tenantId, candidateId: version } = ref
  const { state, load, seed } = await deps.candidates.get(ref)
  if (state !== 'PENDING') return null
  const { groups, learnFromReviews } = await deps.risk.settings(tenantId)
  const made = () => ({ doneAt: deps.now(), codeVersion: VERSION })
  if (groups.length === 0) {
    const failed = { state: 'FAILED', failure: 'NOTHING_ON' } as const
    return finish(deps, ref, { ...failed, ...made() })
  }
  const before = await riskModelInForce(deps, tenantId)
  const sessions = (await deps.riskLabels.examples(tenantId)).map((example) =>
    sessionOf(example, learnFromReviews),
  )
  const trained = await trainRisk(sessions, { version, load, seed, before })
  const done = trained
    ? ({ state: 'READY', parameters: trained.model, effect: trained.report } as const)
    : ({ state: 'FAILED', failure: 'TOO_FEW_LABELS' } as const)
  return finish(deps, ref, { ...done, ...made() })
}

async function finish({ candidates }: World, ref: CandidateRef, done: Done) {
  await candidates.finish(ref, done)
  return done.state
}

/** How many labels a candidate would have today, in either half, and how many of each kind it needs there. */
export async function labelsForTraining(
  { risk, riskLabels }: Pick<World, 'risk' | 'riskLabels'>,
  tenantId: string,
) {
  const { learnFromReviews } = await risk.settings(tenantId)
  const examples = await riskLabels.examples(tenantId, 'WITHOUT_SIGNALS')
  const sessions = examples.map((example) => sessionOf(example, learnFromReviews))
  return { ...countLabels(sessions), sessions: sessions.length, needed: LEAST_LABELS }
}

/** What the organisation said counts, and only where it said nothing what reviewers did. */
function sessionOf(
  { applicantId: party, label, review, blind, ...example }: AssessedExample,
  learnFromReviews: boolean,
): TrainingSession {
  if (label !== null) return { ...example, party, fraud: isFraud(label), source: 'API' }
  const learned = learnFromReviews && review ? labelOfReview(review, blind) : null
  return { ...example, party, fraud: learned?.fraud ?? null, source: learned?.source ?? null }
}
