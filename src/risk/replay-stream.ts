import { faceLinks } from './face-links'
import { RISK_GROUPS } from './features'
import { createHistory } from './history'
import { measureSignals, type RiskRules, type Signal } from './measure-signals'
import type { Label, Observation } from './observation'
import type { SimulatedSession } from './simulate'

/** A session with the signals it had when it came, from nothing but what was known then. */
export type AssessedSession = SimulatedSession & { signals: Signal[] }

const ALL: RiskRules = { groups: RISK_GROUPS, leastAge: 18, mostAge: null }

/** Lets a stream happen: each session is measured against those before it, and labels are known once they came. */
export function replayStream(stream: readonly SimulatedSession[], rules = ALL): AssessedSession[] {
  const history = createHistory()
  const faces = new Map<string, Observation[]>()
  const labels = stream
    .flatMap(({ observation: { applicantId }, label }) =>
      label ? [{ applicantId, ...label }] : [],
    )
    .sort((a, b) => a.atMs - b.atMs)
  let told = 0
  const tell = (until: number) => {
    for (let next = labels[told]; next && next.atMs <= until; next = labels[++told])
      history.label(next.applicantId, next.label)
  }
  return stream.map((session) => {
    tell(session.observation.atMs)
    const { sessionId, applicantId, links } = session.observation
    const known = faces.get(session.face) ?? []
    const alikeFaces = known.filter((other) => other.applicantId !== applicantId)
    const joining = [...links, ...faceLinks(sessionId, alikeFaces)]
    const observation = { ...session.observation, links: joining }
    const signals = measureSignals(observation, { ...session.facts, alikeFaces }, history, rules)
    history.add(observation)
    faces.set(session.face, [...known, observation])
    return { ...session, signals }
  })
}

/** The label that had come by `atMs`; null: none yet. */
export function labelBy({ label }: SimulatedSession, atMs: number): Label | null {
  return label && label.atMs <= atMs ? label.label : null
}
