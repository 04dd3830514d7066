import { gatherHistory } from '../checks/gather-history'
import type { Deps } from '../deps'
import { type ApplicantGraph, applicantGraph, type GraphNode } from '../risk/applicant-graph'
import type { ReviewCase } from '../storage/review-cases'
import { latestCaseOf } from './latest-case'

type World = Pick<Deps, 'sessions' | 'risk' | 'riskLabels' | 'reviewCases' | 'now'>

/** `caseId`: the latest of the session that joins them, if it ever was one. */
type DrawnNode = GraphNode & { caseId: string | null }
export type LinkGraph = Omit<ApplicantGraph, 'nodes'> & { nodes: DrawnNode[] }

/** Who is joined with the applicant of a case; null where the organisation has not turned on GRAPH. */
export async function linkGraph(deps: World, found: ReviewCase): Promise<LinkGraph | null> {
  const { tenantId, sessionId } = found
  const { groups } = await deps.risk.settings(tenantId)
  if (!groups.includes('GRAPH')) return null
  const { applicantId, createdAt } = await deps.sessions.get({ tenantId, sessionId })
  const links = await deps.risk.ofSession({ tenantId, sessionId })
  const subject = { sessionId, applicantId, atMs: createdAt.getTime(), links }
  const history = await gatherHistory(deps, tenantId, subject)
  const { nodes, ...graph } = applicantGraph(subject, history)
  const drawn = nodes.map(async (node) => {
    const caseId = await latestCaseOf(deps, { tenantId, sessionId: node.sessionId })
    return { ...node, caseId }
  })
  return { ...graph, nodes: await Promise.all(drawn) }
}
