import { findFaces } from '../checks/find-faces'
import type { Deps } from '../deps'
import type { RiskGroup } from '../risk/features'
import type { Session } from '../sessions/session'
import type { ReviewCase } from '../storage/review-cases'
import { isBlindTo } from './judge-blindly'
import { latestCaseOf } from './latest-case'

type World = Pick<
  Deps,
  'sessions' | 'erasures' | 'risk' | 'riskFaces' | 'faces' | 'policy' | 'reviewCases' | 'now'
>

/** What two sessions may share. APPLICANT: they are of the same, which is always known. */
const SHARED = ['APPLICANT', 'DOCUMENT', 'DEVICE', 'IMAGE', 'FACE'] as const
export type Shared = (typeof SHARED)[number]

/** Another session, what it shares with the one at hand, and its latest case, if it ever was one. */
export type Duplicate = { session: Session; shares: Shared[]; caseId: string | null }

/** `groups`: those that are on, of those that duplicates are found by. */
export type Duplicates = { groups: RiskGroup[]; found: Duplicate[] }

const GROUP_OF = {
  DOCUMENT: 'DOCUMENTS',
  DEVICE: 'DEVICES',
  IMAGE: 'IMAGES',
  FACE: 'FACES',
} as const
const GROUPS: readonly RiskGroup[] = Object.values(GROUP_OF)

/** More are told of by nobody: the shared thing is then a shop's tablet. */
const MOST_DUPLICATES = 50

/**
 * Other sessions of the organisation, in the same mode, that share document, device, image or face with this one, as far as the
 * organisation turned that on; and earlier ones of the same applicant. What shares most comes first, then what is newest. Whoever is
 * to judge the case blindly sees what whoever closed it saw: that somebody came again afterwards tells how it ended.
 */
export async function findDuplicates(
  deps: World,
  found: ReviewCase,
  memberId: string,
): Promise<Duplicates> {
  const { tenantId, sessionId } = found
  const own = await deps.sessions.get({ tenantId, sessionId })
  const { groups } = await deps.risk.settings(tenantId)
  const shares = new Map<string, Set<Shared>>()
  const share = (id: string, what: Shared) => {
    if (id !== sessionId) shares.set(id, (shares.get(id) ?? new Set()).add(what))
  }
  for (const [id, what] of [
    ...(await sharedLinks(deps, own, groups)),
    ...(await alikeFaces(deps, own, groups)),
    ...(await earlierOnes(deps, own)),
  ])
    share(id, what)
  const newestFirst = [...shares].sort(([a], [b]) => b.localeCompare(a))
  const most = newestFirst.sort(([, a], [, b]) => b.size - a.size).slice(0, MOST_DUPLICATES)
  const until = isBlindTo(found, memberId) ? found.closedAt : null
  const told = await Promise.all(most.map(([id, what]) => duplicateOf(deps, own, id, what)))
  return {
    groups: GROUPS.filter((group) => groups.includes(group)),
    found: told.filter(
      ({ session: { mode, createdAt } }) =>
        mode === own.mode && (until === null || createdAt < until),
    ),
  }
}

type Found = readonly (readonly [sessionId: string, what: Shared])[]

/** By blind indexes, which differ from mode to mode. */
async function sharedLinks({ risk }: World, own: Session, groups: RiskGroup[]): Promise<Found> {
  const links = await risk.ofSession({ tenantId: own.tenantId, sessionId: own.id })
  const asked = links.filter(({ kind }) => kind in GROUP_OF && isOn(kind as Shared, groups))
  if (asked.length === 0) return []
  const sharing = await risk.sharing(own.tenantId, asked)
  return sharing.map(({ sessionId, kind }) => [sessionId, kind as Shared])
}

function isOn(what: Shared, groups: RiskGroup[]): boolean {
  return what !== 'APPLICANT' && groups.includes(GROUP_OF[what])
}

async function alikeFaces(deps: World, own: Session, groups: RiskGroup[]): Promise<Found> {
  const { tenantId, id: sessionId, applicantId } = own
  if (!isOn('FACE', groups)) return []
  const known = await deps.riskFaces.ofSession({ tenantId, sessionId })
  const alike = known && (await findFaces(deps, { tenantId, applicantId }, known))
  return (alike ?? []).map((each) => [each.sessionId, 'FACE'])
}

async function earlierOnes({ erasures }: World, own: Session): Promise<Found> {
  const all = await erasures.sessions(own.tenantId, own.applicantId)
  const earlier = all.filter(
    ({ createdAt, mode }) => mode === own.mode && createdAt < own.createdAt,
  )
  return earlier.map(({ id }) => [id, 'APPLICANT'])
}

async function duplicateOf(
  deps: World,
  { tenantId }: Session,
  sessionId: string,
  what: Set<Shared>,
): Promise<Duplicate> {
  const ref = { tenantId, sessionId }
  const session = await deps.sessions.get(ref)
  const shares = SHARED.filter((each) => what.has(each))
  return { session, shares, caseId: await latestCaseOf(deps, ref) }
}
