import type { History } from './history'
import { joined, linksOf, MOST_LINKS } from './link-graph'
import type { LinkKind, Observation } from './observation'

/** More are not drawn. */
const MOST_NODES = 50

/** `distance`: how many links from the subject, which is 0. `sessionId`: one of the applicant's that joins them. */
export type GraphNode = { applicantId: string; distance: number; sessionId: string; fraud: boolean }

/** Two applicants, and what they share; each pair once. */
export type GraphEdge = { from: string; to: string; kinds: LinkKind[] }

export type ApplicantGraph = { nodes: GraphNode[]; edges: GraphEdge[]; complete: boolean }

/** Who is joined with the subject, as neighbourhoodOf finds them (breadth first), to be drawn. `complete`: nobody was left out. */
export function applicantGraph(subject: Observation, history: History): ApplicantGraph {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, { from: string; to: string; kinds: Set<LinkKind> }>()
  const add = ({ applicantId, sessionId }: Observation, distance: number) => {
    const fraud = history.isFraud(applicantId)
    nodes.set(applicantId, { applicantId, distance, sessionId, fraud })
  }
  add(subject, 0)
  let complete = true
  const reach = (other: Observation, distance: number): boolean => {
    if (nodes.has(other.applicantId)) return true
    if (distance > MOST_LINKS) return false
    complete = nodes.size < MOST_NODES
    if (complete) add(other, distance)
    return complete
  }
  for (const { applicantId, distance } of nodes.values())
    for (const { kind, other } of neighboursOf(applicantId, subject, history))
      if (reach(other, distance + 1)) join(edges, [applicantId, other.applicantId], kind)
  const drawn = [...edges.values()].map(({ kinds, ...edge }) => ({ ...edge, kinds: [...kinds] }))
  return { nodes: [...nodes.values()], edges: drawn, complete }
}

function neighboursOf(applicantId: string, subject: Observation, history: History) {
  const own = applicantId === subject.applicantId ? subject.links : []
  return linksOf({ applicantId, links: own }, history).flatMap((link) =>
    joined([link], history)
      .filter((other) => other.applicantId !== applicantId)
      .map((other) => ({ kind: link.kind, other })),
  )
}

function join(
  edges: Map<string, { from: string; to: string; kinds: Set<LinkKind> }>,
  pair: [string, string],
  kind: LinkKind,
): void {
  const [from, to] = pair.toSorted() as [string, string]
  const edge = edges.get(`${from} ${to}`) ?? { from, to, kinds: new Set<LinkKind>() }
  edge.kinds.add(kind)
  edges.set(`${from} ${to}`, edge)
}
