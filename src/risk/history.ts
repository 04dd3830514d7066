import { isFraud, type Label, type Link, type Observation } from './observation'

/** What is known of other sessions, to be looked up by what they share. */
export type History = {
  sharing(link: Link): readonly Observation[]
  ofApplicant(applicantId: string): readonly Observation[]
  isFraud(applicantId: string): boolean
}

export type GrowingHistory = History & {
  add(observation: Observation): void
  /** A later label takes the place of an earlier one. */
  label(applicantId: string, label: Label): void
}

/** A history in memory. Adding a session twice counts once. */
export function createHistory(observations: readonly Observation[] = []): GrowingHistory {
  const byLink = new Map<string, Observation[]>()
  const byApplicant = new Map<string, Observation[]>()
  const labels = new Map<string, Label>()
  const seen = new Set<string>()
  const history: GrowingHistory = {
    sharing: (link) => byLink.get(nameOf(link)) ?? [],
    ofApplicant: (applicantId) => byApplicant.get(applicantId) ?? [],
    isFraud: (applicantId) => isFraud(labels.get(applicantId)),
    label: (applicantId, label) => void labels.set(applicantId, label),
    add(observation) {
      if (seen.has(observation.sessionId)) return
      seen.add(observation.sessionId)
      append(byApplicant, observation.applicantId, observation)
      for (const name of new Set(observation.links.map(nameOf))) append(byLink, name, observation)
    },
  }
  observations.forEach(history.add)
  return history
}

function nameOf({ kind, key }: Link): string {
  return `${kind} ${key}`
}

function append(map: Map<string, Observation[]>, name: string, observation: Observation): void {
  const known = map.get(name)
  if (known) known.push(observation)
  else map.set(name, [observation])
}
