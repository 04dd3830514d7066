import type { History } from './history'
import type { Link, LinkKind, Observation } from './observation'

/**
 * What joins two applicants, and how many links it counts as. Neither an address nor a network does: whole houses, offices and
 * towns share those. A likeness of faces is no identity: it may be a twin, so it counts as two.
 */
const LENGTHS: Partial<Record<LinkKind, number>> = {
  DEVICE: 1,
  DOCUMENT: 1,
  IMAGE: 1,
  EMAIL: 1,
  PHONE: 1,
  FACE: 2,
}

/** What more applicants share joins nobody: the tablet of a shop, the phone number of an agency, a face like many. */
export const MOST_JOINED = 20

/** Farther away nothing is known of a person. */
export const MOST_LINKS = 3

/** As many are enough to say that a component is large. */
const MOST_APPLICANTS = 100

/** `applicants`: with the subject. `fraudAt`: how many links away known fraud is, 0 the subject itself; null: none near. */
export type Neighbourhood = {
  applicants: number
  fraudAt: number | null
  /** Sessions of the nearest known fraud, then of the nearest neighbours. */
  evidence: string[]
}

export function neighbourhoodOf(subject: Observation, history: History): Neighbourhood {
  const { reached } = reach(subject, history, MOST_APPLICANTS)
  const frauds = reached.filter(({ applicantId }) => history.isFraud(applicantId))
  const others = reached.slice(1)
  const at = (distance: number | undefined, of: Reached[]) =>
    of.filter((each) => each.distance === distance).map(({ sessionId }) => sessionId)
  const fraudAt = frauds[0]?.distance ?? null
  const known = fraudAt ? at(fraudAt, frauds) : []
  return {
    applicants: reached.length,
    fraudAt,
    evidence: [...known, ...at(others[0]?.distance, others)],
  }
}

/** Somebody joined with the subject; `sessionId`: one of theirs that joins them. `neighbours`: whoever is joined with them. */
export type Reached = {
  applicantId: string
  sessionId: string
  distance: number
  neighbours: Neighbour[]
}

export type Neighbour = { kind: LinkKind; other: Observation }

/**
 * Who is joined with the subject over at most MOST_LINKS links, the nearest first, the subject being the first of all.
 * `complete`: nobody was left out because there are more than `most`.
 */
export function reach(
  subject: Observation,
  history: History,
  most: number,
): { reached: Reached[]; complete: boolean } {
  const found = new Map<string, Reached>()
  let complete = true
  const add = ({ applicantId, sessionId }: Observation, distance: number) => {
    if (found.has(applicantId)) return
    complete &&= found.size < most
    if (!complete) return
    const neighbours = neighboursOf(applicantId, subject, history)
    found.set(applicantId, { applicantId, sessionId, distance, neighbours })
  }
  add(subject, 0)
  for (let distance = 1; distance <= MOST_LINKS; distance++)
    for (const from of [...found.values()])
      for (const { kind, other } of from.neighbours)
        if (from.distance + lengthOf(kind) === distance) add(other, distance)
  return { reached: [...found.values()], complete }
}

export function joins({ kind }: Link): boolean {
  return LENGTHS[kind] !== undefined
}

function lengthOf(kind: LinkKind): number {
  return LENGTHS[kind] ?? Number.POSITIVE_INFINITY
}

/** Other applicants who share a link with this one that joins, over all sessions; those of the subject are not in the history yet. */
function neighboursOf(applicantId: string, subject: Observation, history: History): Neighbour[] {
  const own = applicantId === subject.applicantId ? subject.links : []
  const known = history.ofApplicant(applicantId).flatMap(({ links }) => links)
  return [...own, ...known]
    .filter(joins)
    .flatMap((link) =>
      sharing(link, applicantId, history).map((other) => ({ kind: link.kind, other })),
    )
}

function sharing(link: Link, applicantId: string, history: History): readonly Observation[] {
  const all = history.sharing(link)
  const applicants = new Set(all.map((each) => each.applicantId))
  if (applicants.size > MOST_JOINED) return []
  const others = all.filter((each) => each.applicantId !== applicantId)
  return link.kind === 'FACE' ? alike(link, all, others) : others
}

/**
 * The key of a likeness is the session whose face was found (faceLinks). It joins that one with each who looked like it, and
 * those not with one another: two who look like a third need not look alike. Whose face is no longer kept joins nobody.
 */
function alike(
  { key }: Link,
  all: readonly Observation[],
  others: Observation[],
): readonly Observation[] {
  const found = all.find(({ sessionId }) => sessionId === key)
  if (found === undefined) return []
  return others.includes(found) ? [found] : others
}
