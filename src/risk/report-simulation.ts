import { createRandom } from '../specimens/random'
import { barFor, fitModel } from './fit-model'
import { areaUnderCurve, atLoad, type Difference, loadSaved, type Scored } from './measure-model'
import { isFraud } from './observation'
import { type AssessedSession, labelBy, replayStream } from './replay-stream'
import { RISK_BAR, type RiskModel, RULES_ONLY, scoreRisk } from './score-risk'
import { type Simulation, simulate } from './simulate'

/** What a model did on the second half of a stream. `referred`: the share that its own bar sends to a person, by kind. */
export type ModelReport = {
  auc: number
  atLoads: ReturnType<typeof atLoad>[]
  referred: Record<string, number>
}

export type SimulationReport = {
  simulation: Simulation
  sessions: number
  frauds: number
  labels: { fraud: number; legitimate: number }
  rulesOnly: ModelReport
  trained: ModelReport
  /** By how much less review the trained model catches RECALL of all fraud. */
  loadSaved: Difference & { recall: number }
  model: RiskModel
}

const LOADS = [0.02, 0.05, 0.1]

/** The share of fraud at which two models are compared. */
const RECALL = 0.6

/** The share of sessions a team can look at: where a trained model gets its bar. */
const TEAM_LOAD = 0.05

/**
 * Plays a stream; trains on the labels that had come by its middle; and measures the rules and the trained model on the
 * second half alone. Both saw the same signals, each as it was when the session came.
 */
export function reportSimulation(simulation: Simulation): SimulationReport {
  const stream = replayStream(simulate(simulation))
  const middle = Math.floor(stream.length / 2)
  const [before, after] = [stream.slice(0, middle), stream.slice(middle)]
  const nowMs = after[0]?.observation.atMs ?? 0
  const examples = before.flatMap((session) => {
    const label = labelBy(session, nowMs)
    return label ? [{ signals: session.signals, fraud: isFraud(label) }] : []
  })
  const seen = before.map(({ signals }) => signals)
  const model = barFor(fitModel(examples, RULES_ONLY, 'trained'), seen, TEAM_LOAD)
  const [first, second] = [scored(after, RULES_ONLY), scored(after, model)]
  const pairs = first.map((each, index) => ({ first: each, second: second[index] ?? each }))
  const frauds = examples.filter(({ fraud }) => fraud).length
  return {
    simulation,
    sessions: after.length,
    frauds: after.filter(({ fraud }) => fraud).length,
    labels: { fraud: frauds, legitimate: examples.length - frauds },
    rulesOnly: reportOf(first),
    trained: reportOf(second),
    loadSaved: { ...loadSaved(pairs, RECALL, createRandom(simulation.seed)), recall: RECALL },
    model,
  }
}

type ScoredOfKind = Scored & { kind: string }

function scored(sessions: readonly AssessedSession[], model: RiskModel): ScoredOfKind[] {
  return sessions.map(({ signals, fraud, party, kind }) => {
    return { risk: scoreRisk(signals, model).risk, fraud, party, kind }
  })
}

function reportOf(sessions: readonly ScoredOfKind[]): ModelReport {
  const kinds = [...new Set(sessions.map(({ kind }) => kind))].sort()
  const referred = (kind: string) => {
    const own = sessions.filter((session) => session.kind === kind)
    return own.filter(({ risk }) => risk > RISK_BAR).length / own.length
  }
  return {
    auc: areaUnderCurve(sessions),
    atLoads: LOADS.map((load) => atLoad(sessions, load)),
    referred: Object.fromEntries(kinds.map((kind) => [kind, referred(kind)])),
  }
}
