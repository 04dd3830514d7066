import { createRandom } from '../specimens/random'
import { barFor, fitModel } from './fit-model'
import { areaUnderCurve, atLoad, type Difference, loadSaved, type Scored } from './measure-model'
import type { Signal } from './measure-signals'
import { type RiskModel, RULES_ONLY, scoreRisk } from './score-risk'

/** A session that was assessed, and what it turned out to be; null: nobody said. `party`: the applicant. */
export type TrainingSession = { signals: readonly Signal[]; fraud: boolean | null; party: string }

export type TrainingReport = {
  trainedOn: { fraud: number; honest: number }
  heldBack: { fraud: number; honest: number }
  /** On the labels held back, of which nothing was learned. */
  rulesOnly: { auc: number; atLoad: ReturnType<typeof atLoad> }
  trained: { auc: number; atLoad: ReturnType<typeof atLoad> }
  loadSaved: Difference & { recall: number }
}

/** At this share of all fraud two models are compared. */
const RECALL = 0.6

/** Fewer labels of either kind, in either half, show nothing. */
export const LEAST_LABELS = 30

/**
 * Trains on the labels of the older half and measures on those of the newer: what a model is for comes after it. The bar is
 * put where `load` of the older sessions, labelled or not, go to a person. Null where there are too few labels.
 * @param sessions the oldest first
 */
export function trainModel(
  sessions: readonly TrainingSession[],
  version: string,
  load: number,
): { model: RiskModel; report: TrainingReport } | null {
  const middle = Math.floor(sessions.length / 2)
  const before = sessions.slice(0, middle)
  const [learned, held] = [labelled(before), labelled(sessions.slice(middle))]
  const counts = [countOf(learned), countOf(held)]
  if (counts.some(({ fraud, honest }) => Math.min(fraud, honest) < LEAST_LABELS)) return null
  const seen = before.map(({ signals }) => signals)
  const model = barFor(fitModel(learned, RULES_ONLY, version), seen, load)
  const scored = (by: RiskModel): Scored[] =>
    held.map(({ signals, fraud, party }) => ({ risk: scoreRisk(signals, by).risk, fraud, party }))
  const [first, second] = [scored(RULES_ONLY), scored(model)]
  const pairs = first.map((each, index) => ({ first: each, second: second[index] ?? each }))
  const measured = (each: Scored[]) => ({ auc: areaUnderCurve(each), atLoad: atLoad(each, load) })
  return {
    model,
    report: {
      trainedOn: countOf(learned),
      heldBack: countOf(held),
      rulesOnly: measured(first),
      trained: measured(second),
      loadSaved: { ...loadSaved(pairs, RECALL, createRandom(1)), recall: RECALL },
    },
  }
}

type Labelled = TrainingSession & { fraud: boolean }

function labelled(sessions: readonly TrainingSession[]): Labelled[] {
  return sessions.flatMap((session) =>
    session.fraud === null ? [] : [{ ...session, fraud: session.fraud }],
  )
}

function countOf(sessions: readonly Labelled[]) {
  const fraud = sessions.filter((session) => session.fraud).length
  return { fraud, honest: sessions.length - fraud }
}
