import type { History } from './history'
import { reach } from './link-graph'
import type { LinkKind, Observation } from './observation'

/** More are not drawn. */
const MOST_NODES = 50

/** `distance`: how many links from the subject, which is 0. `sessionId`: one of the applicant's that joins them. */
export type GraphNode = { applicantId: string; distance: number; sessionId: string; fraud: boolean }

/** Two applicants, and what they share; each pair once. */
export type GraphEdge = { from: string; to: string; kinds: LinkKind[] }

export type ApplicantGraph = { nodes: GraphNode[]; edges: GraphEdge[]; complete: boolean }

/** Who is joined with the subject, to be drawn. `complete`: nobody was left out. */
export function applicantGraph(subject: Observation, history: History): ApplicantGraph {
  const { reached, complete } = reach(subject, history, MOST_NODES)
  const drawn = new Set(reached.map(({ applicantId }) => applicantId))
  const edges = new Map<string, { from: string; to: string; kinds: Set<LinkKind> }>()
  for (const { applicantId, neighbours } of reached)
    for (const { kind, other } of neighbours) {
      if (!drawn.has(other.applicantId)) continue
      const [from, to] = [applicantId, other.applicantId].toSorted() as [string, string]
      const edge = edges.get(`${from} ${to}`) ?? { from, to, kinds: new Set<LinkKind>() }
      edge.kinds.add(kind)
      edges.set(`${from} ${to}`, edge)
    }
  return {
    nodes: reached.map(({ applicantId, distance, sessionId }) => {
      return { applicantId, distance, sessionId, fraud: history.isFraud(applicantId) }
    }),
    edges: [...edges.values()].map(({ kinds, ...edge }) => ({ ...edge, kinds: [...kinds] })),
    complete,
  }
}
