import type { History } from './history'
import type { Link, LinkKind, Observation } from './observation'

/**
 * What joins two applicants. Neither an address nor a network does: whole houses, offices and towns share those.
 */
export const JOINING: readonly LinkKind[] = ['DEVICE', 'DOCUMENT', 'IMAGE', 'EMAIL', 'PHONE']

/** What more applicants share joins nobody: the tablet of a shop, the phone number of an agency. */
export const MOST_JOINED = 20

/** Farther away nothing is known of a person. */
export const MOST_LINKS = 3

/** As many are enough to say that a component is large. */
const MOST_APPLICANTS = 100

/** `applicants`: with the subject. `fraudAt`: how many links away known fraud is, 0 the subject itself; null: none near. */
export type Neighbourhood = {
  applicants: number
  fraudAt: number | null
  /** Sessions of the nearest known fraud, or else of the nearest neighbours. */
  evidence: string[]
}

type Reached = { applicantId: string; sessionId: string; links: readonly Link[] }

/** Who is joined with the subject over at most MOST_LINKS links (breadth first). */
export function neighbourhoodOf(subject: Observation, history: History): Neighbourhood {
  const reached = new Map<string, Reached>([[subject.applicantId, subject]])
  let edge: Reached[] = [{ ...subject, links: linksOf(subject, history) }]
  let fraudAt = history.isFraud(subject.applicantId) ? 0 : null
  const evidence: string[] = []
  for (let distance = 1; distance <= MOST_LINKS && edge.length > 0; distance++) {
    edge = beyond(edge, reached, history)
    const known = edge.filter(({ applicantId }) => history.isFraud(applicantId))
    if (fraudAt === null && known.length > 0) {
      fraudAt = distance
      evidence.unshift(...known.map(({ sessionId }) => sessionId))
    } else if (distance === 1) evidence.push(...edge.map(({ sessionId }) => sessionId))
  }
  return { applicants: reached.size, fraudAt, evidence }
}

/** The applicants one link farther away who were not reached before. */
function beyond(edge: Reached[], reached: Map<string, Reached>, history: History): Reached[] {
  const next: Reached[] = []
  for (const { applicantId, sessionId } of edge.flatMap(({ links }) => joined(links, history))) {
    if (reached.has(applicantId) || reached.size >= MOST_APPLICANTS) continue
    const found = { applicantId, sessionId, links: linksOf({ applicantId, links: [] }, history) }
    reached.set(applicantId, found)
    next.push(found)
  }
  return next
}

/** Every link of an applicant that joins, over all sessions. */
export function linksOf(
  { applicantId, links }: Pick<Observation, 'applicantId' | 'links'>,
  history: History,
): Link[] {
  const known = history.ofApplicant(applicantId).flatMap((each) => each.links)
  return [...links, ...known].filter(({ kind }) => JOINING.includes(kind))
}

export function joined(links: readonly Link[], history: History): Observation[] {
  return links.flatMap((link) => {
    const sharing = history.sharing(link)
    const applicants = new Set(sharing.map(({ applicantId }) => applicantId))
    return applicants.size > MOST_JOINED ? [] : sharing
  })
}
