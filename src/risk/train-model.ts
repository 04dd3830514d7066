import type { Figure } from '../evaluation/bootstrap'
import { createRandom } from '../specimens/random'
import { barFor, fitModel } from './fit-model'
import { type Effect, effectOf, gapOf, type Judged } from './measure-effect'
import { type Difference, loadSaved } from './measure-model'
import type { Signal } from './measure-signals'
import type { LabelSource } from './observation'
import { RISK_BAR, type RiskModel, RULES_ONLY, scoreRisk } from './score-risk'

/**
 * A session that was assessed, and what it turned out to be; null: nobody said. `source`: who said so; `party`: the applicant.
 */
export type TrainingSession = {
  signals: readonly Signal[]
  fraud: boolean | null
  party: string
  source?: LabelSource | null
  country?: string | null
  documentType?: string | null
}

type Counts = { fraud: number; honest: number }

/** Honest people of one country or with one kind of document, as the candidate treats them beside all others. */
export type GroupEffect = {
  by: 'COUNTRY' | 'DOCUMENT_TYPE'
  value: string
  honest: number
  /** How many of them go to a person by the candidate, how much more that is than of all others, and by the model of now. */
  referred: Figure
  gap: Figure
  before: number
}

export type TrainingReport = {
  /** The share of sessions a team can look at. */
  load: number
  trainedOn: Counts & { bySource: Record<LabelSource, number> }
  /** Labels that nothing was learned of; what reviewers said, who saw the score, is not among them. */
  heldBack: Counts & { sessions: number }
  /** The model it would take the place of, and the candidate, both on what was held back. */
  before: Effect & { model: string }
  trained: Effect
  loadSaved: Difference & { recall: number }
  groups: GroupEffect[]
}

export type TrainingWish = {
  version: string
  load: number
  /** What decides now. */
  before: RiskModel
  seed: number
}

/** At this share of all fraud two models are compared. */
const RECALL = 0.6

/** Fewer labels of either kind, in either half, show nothing. */
export const LEAST_LABELS = 30

/** Fewer honest people of a group show no difference. */
const LEAST_OF_GROUP = 30

/**
 * How much a label weighs. A reviewer saw the score and may have followed it; where a second one who did not know of the first
 * agrees, it counts for more. Chosen by us, not measured.
 */
const WEIGHTS: Record<LabelSource, number> = { API: 1, BLIND_REVIEW: 0.75, REVIEWER: 0.5 }

/**
 * Trains on the labels of the older half and measures on those of the newer: what a model is for comes after it. The bar is
 * put where `load` of the older sessions, labelled or not, go to a person. Null where there are too few labels.
 * @param sessions the oldest first
 */
export function trainModel(
  sessions: readonly TrainingSession[],
  { version, load, before, seed }: TrainingWish,
): { model: RiskModel; report: TrainingReport } | null {
  const { older, learned, held } = halvesOf(sessions)
  const counts = [countOf(learned), countOf(labelled(held))] as const
  if (counts.some(({ fraud, honest }) => Math.min(fraud, honest) < LEAST_LABELS)) return null
  const examples = learned.map((each) => ({ ...each, weight: WEIGHTS[sourceOf(each)] }))
  const fitted = fitModel(examples, RULES_ONLY, version)
  const model = barFor(
    fitted,
    older.map(({ signals }) => signals),
    load,
  )
  const [first, second] = [judged(held, before), judged(held, model)]
  const bySource = { API: 0, BLIND_REVIEW: 0, REVIEWER: 0 }
  for (const each of learned) bySource[sourceOf(each)] += 1
  const report = {
    load,
    trainedOn: { ...counts[0], bySource },
    heldBack: { ...counts[1], sessions: held.length },
    before: { ...effectOf(first, load, createRandom(seed)), model: before.version },
    trained: effectOf(second, load, createRandom(seed)),
    loadSaved: { ...loadSaved(pairsOf(first, second), RECALL, createRandom(seed)), recall: RECALL },
    groups: groupsOf(held, { before, model }, seed),
  }
  return { model, report }
}

/** How many labels there are to learn from, and to measure on. @param sessions the oldest first */
export function countLabels(sessions: readonly TrainingSession[]): {
  trainedOn: Counts
  heldBack: Counts
} {
  const { learned, held } = halvesOf(sessions)
  return { trainedOn: countOf(learned), heldBack: countOf(labelled(held)) }
}

/** What is learned from, of the older half, and the newer half, in which the organisation's own labels alone count. */
function halvesOf(sessions: readonly TrainingSession[]) {
  const middle = Math.floor(sessions.length / 2)
  const [older, newer] = [sessions.slice(0, middle), sessions.slice(middle)]
  const held = newer.map((session) => (sourceOf(session) === 'API' ? session : unlabelled(session)))
  return { older, learned: labelled(older), held }
}

type Labelled = TrainingSession & { fraud: boolean }

function labelled(sessions: readonly TrainingSession[]): Labelled[] {
  return sessions.flatMap((session) =>
    session.fraud === null ? [] : [{ ...session, fraud: session.fraud }],
  )
}

function unlabelled(session: TrainingSession): TrainingSession {
  return { ...session, fraud: null }
}

function sourceOf({ source }: TrainingSession): LabelSource {
  return source ?? 'API'
}

function countOf(sessions: readonly Labelled[]): Counts {
  const fraud = sessions.filter((session) => session.fraud).length
  return { fraud, honest: sessions.length - fraud }
}

function judged(sessions: readonly TrainingSession[], model: RiskModel): Judged[] {
  return sessions.map(({ signals, fraud, party }) => {
    return { risk: scoreRisk(signals, model).risk, fraud, party }
  })
}

function pairsOf(first: Judged[], second: Judged[]) {
  return first.flatMap((each, at) => {
    const { fraud } = each
    const other = second[at]
    return fraud === null || !other
      ? []
      : [{ first: { ...each, fraud }, second: { ...other, fraud } }]
  })
}

type Models = { before: RiskModel; model: RiskModel }

/** Every country and every kind of document of which enough honest people are known, and others to compare with. */
function groupsOf(
  held: readonly TrainingSession[],
  { before, model }: Models,
  seed: number,
): GroupEffect[] {
  const isReferred = (each: TrainingSession, by: RiskModel) =>
    scoreRisk(each.signals, by).risk > RISK_BAR
  const honest = held
    .filter(({ fraud }) => fraud === false)
    .map((each) => {
      return { ...each, referred: isReferred(each, model), already: isReferred(each, before) }
    })
  const groupsBy = (by: GroupEffect['by'], key: 'country' | 'documentType') => {
    const values = [...new Set(honest.flatMap((each) => each[key] ?? []))].sort()
    return values.flatMap((value): GroupEffect[] => {
      const rows = honest.map((each) => ({ ...each, inside: each[key] === value }))
      const own = rows.filter(({ inside }) => inside)
      if (own.length < LEAST_OF_GROUP || own.length === rows.length) return []
      const share = own.filter(({ already }) => already).length / own.length
      const measured = gapOf(rows, createRandom(seed))
      return [{ by, value, honest: own.length, ...measured, before: share }]
    })
  }
  return [...groupsBy('COUNTRY', 'country'), ...groupsBy('DOCUMENT_TYPE', 'documentType')]
}
