import type { Deps } from '../deps'
import { createHistory, type History } from '../risk/history'
import { joins, MOST_LINKS } from '../risk/link-graph'
import type { Link, Observation } from '../risk/observation'
import type { KnownLink } from '../storage/risk'

type World = Pick<Deps, 'risk' | 'riskLabels'>

/** As much is enough to say that somebody is joined with many. */
const MOST_APPLICANTS = 200

/**
 * What is known of others that may be joined with the subject, over as many links as the graph looks at: what shares its
 * links, then all of those applicants, and so on. As it is now: a label that came a moment ago is in it.
 */
export async function gatherHistory(
  { risk, riskLabels }: World,
  tenantId: string,
  subject: Observation,
): Promise<History> {
  const own = await risk.ofApplicants(tenantId, [subject.applicantId])
  const rows = [...own, ...(await risk.sharing(tenantId, subject.links))]
  const applicants = new Set([subject.applicantId])
  const asked = new Set<string>()
  let edge = joining([...subject.links, ...own])
  for (let distance = 0; distance < MOST_LINKS && edge.length > 0; distance++) {
    for (const link of edge) asked.add(nameOf(link))
    const sharing = await risk.sharing(tenantId, edge)
    const beyond = [...new Set(sharing.map(({ applicantId }) => applicantId))]
      .filter((id) => !applicants.has(id))
      .slice(0, MOST_APPLICANTS - applicants.size)
    for (const id of beyond) applicants.add(id)
    const theirs = await risk.ofApplicants(tenantId, beyond)
    rows.push(...sharing, ...theirs)
    edge = joining(theirs).filter((link) => !asked.has(nameOf(link)))
  }
  const history = createHistory(observationsOf(rows))
  for (const { applicantId, label } of await riskLabels.ofApplicants(tenantId, [...applicants]))
    history.label(applicantId, label)
  return history
}

function nameOf({ kind, key }: Link): string {
  return `${kind} ${key}`
}

/** Each link once. */
function joining(links: readonly Link[]): Link[] {
  const found = links.filter(joins)
  return [...new Map(found.map((link) => [nameOf(link), link])).values()]
}

function observationsOf(rows: readonly KnownLink[]): Observation[] {
  const sessions = new Map<string, KnownLink[]>()
  for (const row of rows) sessions.set(row.sessionId, [...(sessions.get(row.sessionId) ?? []), row])
  return [...sessions.values()].flatMap((links) => {
    const [first] = links
    if (!first) return []
    const { sessionId, applicantId, at } = first
    return [{ sessionId, applicantId, atMs: at.getTime(), links }]
  })
}
