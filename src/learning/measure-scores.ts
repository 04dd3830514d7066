import type { Deps } from '../deps'
import { type Bin, sharesOf } from '../risk/histogram'
import { type Drift, driftOfCounts } from '../risk/stability'
import type { Mode } from '../sessions/session'
import type { PastScores } from '../storage/past-decisions'
import { compareSeen } from './compare-seen'
import { driftWindows, MOST_SESSIONS, type Period } from './drift-windows'

/** What the checks themselves score, whatever is on of risk; and how sure the readers of the document were. */
export const WATCHED_SCORES = [
  'FACE_MATCH',
  'PASSIVE_LIVENESS',
  'ACTIVE_LIVENESS',
  'DOCUMENT_CONFIDENCE',
] as const
export type WatchedScore = (typeof WATCHED_SCORES)[number]

type Outcome = PastScores['outcome']
const OUTCOMES: readonly Outcome[] = ['APPROVED', 'IN_REVIEW', 'RETAKE', 'REJECTED']

export type ScoreComparison = Drift & { score: WatchedScore; bins: Bin[] }

/** Sessions that came out so, then and now; seldom outcomes are counted together. */
export type OutcomeShare = { outcomes: Outcome[]; reference: number; recent: number }

type Window = Period & { sessions: number }
export type ScoreDrift = {
  mode: Mode
  reference: Window
  recent: Window
  scores: ScoreComparison[]
  outcomes: Drift & { shares: OutcomeShare[] }
}

type World = Pick<Deps, 'pastDecisions' | 'models' | 'now'>

/**
 * Whether the scores of the checks, and what they decide, still look as in the first thirty days of the models in use: another
 * model scores otherwise, and begins anew. Of each session the last decision of the checks counts.
 */
export async function measureScores(
  { pastDecisions, models, now }: World,
  { tenantId, mode }: { tenantId: string; mode: Mode },
): Promise<ScoreDrift> {
  const made = { tenantId, mode, models }
  const begun = (await pastDecisions.firstAt(made)) ?? now()
  const { reference, recent } = driftWindows(begun, now())
  const first = await pastDecisions.scores(made, reference, MOST_SESSIONS)
  const last = await pastDecisions.scores(made, recent, MOST_SESSIONS)
  return {
    mode,
    reference: { ...reference, sessions: first.length },
    recent: { ...recent, sessions: last.length },
    scores: WATCHED_SCORES.flatMap((score) => comparisonOf(score, first, last) ?? []),
    outcomes: outcomesOf(first, last),
  }
}

/** Null where it was measured of nobody. */
function comparisonOf(
  score: WatchedScore,
  first: readonly PastScores[],
  last: readonly PastScores[],
): ScoreComparison | null {
  const seen = ({ facts, applicantId: person }: PastScores) => {
    const value = scoreIn(facts, score)
    return value === undefined ? [] : [{ value, person }]
  }
  const [before, now] = [first.flatMap(seen), last.flatMap(seen)]
  if ([...before, ...now].every(({ value }) => value === null)) return null
  return { score, ...compareSeen(before, now) }
}

/** Undefined: decided before that was kept. */
function scoreIn(facts: PastScores['facts'], score: WatchedScore): number | null | undefined {
  if (score === 'DOCUMENT_CONFIDENCE') return facts.confidence
  return facts.checks.find(({ check }) => check === score)?.score ?? null
}

function outcomesOf(first: readonly PastScores[], last: readonly PastScores[]) {
  const countsOf = (window: readonly PastScores[]) =>
    OUTCOMES.map((kind) => window.filter(({ outcome }) => outcome === kind).length)
  const drift = driftOfCounts(countsOf(first), countsOf(last))
  if (drift.state === 'NOT_ENOUGH') return { ...drift, shares: [] }
  const seen = ({ outcome: kind, applicantId: person }: PastScores) => ({ kind, person })
  const shares = sharesOf(OUTCOMES, first.map(seen), last.map(seen))
  return {
    ...drift,
    shares: shares.map(({ kinds: outcomes, ...counts }) => ({ outcomes, ...counts })),
  }
}
