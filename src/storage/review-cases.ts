import type { CasePriority, CaseStatus, ReviewVerdict } from '../decision/review'
import type { DocumentType } from '../documents/document-type'
import { AppError } from '../errors'
import { type Page, type PageArgs, readPage } from '../page'
import type { SessionRef } from '../sessions/session'
import type { CaseRef } from './changes'
import type { Database } from './database'
import type { Prisma } from './generated/client'

/**
 * A session that waits, or waited, for a person. `assigneeId`, `heldUntil`: who has it in hand, while they do. `outcome`: of
 * a closed case that a reviewer decided.
 */
export type ReviewCase = {
  id: string
  tenantId: string
  sessionId: string
  epoch: number
  status: CaseStatus
  reasons: string[]
  country: string | null
  documentType: DocumentType | null
  priority: CasePriority
  round: number
  openedAt: Date
  dueAt: Date
  overdue: boolean
  assigneeId: string | null
  heldUntil: Date | null
  closedAt: Date | null
  outcome: ReviewVerdict | null
  awaitsBlind: boolean
}

export type ReviewCaseFilter = {
  status?: CaseStatus[]
  assigneeId?: string
  reason?: string
  sessionId?: string[]
  country?: string
  documentType?: DocumentType
  overdue?: boolean
  waitingHours?: number
}

export type QueueCounts = {
  open: number
  assigned: number
  escalated: number
  awaitingSecond: number
  overdue: number
}

type Row = Omit<ReviewCase, 'status' | 'overdue' | 'outcome'> & {
  stage: Exclude<CaseStatus, 'ASSIGNED'>
  outcome: string | null
}

/** Reads cases; they are opened and closed by `sessions.apply`. */
export function reviewCaseStore(db: Database) {
  return {
    /**
     * The most urgent first: by priority, then by when they are due.
     * @throws AppError INVALID
     */
    list: (
      tenantId: string,
      filter: ReviewCaseFilter,
      args: PageArgs,
      now: Date,
    ): Promise<Page<ReviewCase>> =>
      db.asTenant(tenantId, (tx) =>
        readPage(args, async ({ orderBy: { id: direction }, ...page }) => {
          const query = { where: { AND: conditionsOf(tenantId, filter, now) }, ...page }
          const orderBy = direction === 'desc' ? URGENT_FIRST : URGENT_LAST
          const rows = await tx.reviewCase.findMany({ ...query, orderBy })
          return rows.map((row) => toReviewCase(row, now))
        }),
      ),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get({ tenantId, caseId: id }: CaseRef, now: Date): Promise<ReviewCase> {
      const row = await db.asTenant(tenantId, (tx) =>
        tx.reviewCase.findFirst({ where: { id, tenantId } }),
      )
      if (!row) throw new AppError('NOT_FOUND', `There is no case ${id}.`, 'caseId')
      return toReviewCase(row, now)
    },

    /** All that were ever opened for the session, newest first. */
    async ofSession({ tenantId, sessionId }: SessionRef, now: Date): Promise<ReviewCase[]> {
      const query = { where: { tenantId, sessionId }, orderBy: { id: 'desc' } } as const
      const rows = await db.asTenant(tenantId, (tx) => tx.reviewCase.findMany(query))
      return rows.map((row) => toReviewCase(row, now))
    },

    /** How many cases wait, by where they stand. */
    counts: (tenantId: string, now: Date): Promise<QueueCounts> =>
      db.asTenant(tenantId, async (tx) => {
        const count = (filter: ReviewCaseFilter) =>
          tx.reviewCase.count({ where: { AND: conditionsOf(tenantId, filter, now) } })
        return {
          open: await count({ status: ['OPEN'] }),
          assigned: await count({ status: ['ASSIGNED'] }),
          escalated: await count({ status: ['ESCALATED'] }),
          awaitingSecond: await count({ status: ['AWAITING_SECOND'] }),
          overdue: await count({ overdue: true }),
        }
      }),
  }
}

const URGENT_FIRST: Prisma.ReviewCaseOrderByWithRelationInput[] = [
  { priority: 'desc' },
  { dueAt: 'asc' },
  { id: 'asc' },
]
const URGENT_LAST: Prisma.ReviewCaseOrderByWithRelationInput[] = [
  { priority: 'asc' },
  { dueAt: 'desc' },
  { id: 'desc' },
]

function conditionsOf(
  tenantId: string,
  { status, assigneeId, reason, sessionId, overdue, waitingHours, ...same }: ReviewCaseFilter,
  now: Date,
): Prisma.ReviewCaseWhereInput[] {
  return [
    { tenantId },
    status ? { OR: status.map((each) => conditionOf(each, now)) } : {},
    status && !status.includes('CLOSED') ? { waits: true } : {},
    assigneeId ? { assigneeId, heldUntil: { gt: now } } : {},
    reason ? { reasons: { has: reason } } : {},
    sessionId ? { sessionId: { in: sessionId } } : {},
    { ...same },
    overdue === undefined ? {} : overdueOrNot(overdue, now),
    waitingHours === undefined ? {} : { openedAt: { lte: hoursBefore(now, waitingHours) } },
  ]
}

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000)
}

function conditionOf(status: CaseStatus, now: Date): Prisma.ReviewCaseWhereInput {
  const stage = 'OPEN' as const
  if (status === 'ASSIGNED') return { stage, heldUntil: { gt: now } }
  if (status === 'OPEN') return { stage, OR: [{ heldUntil: null }, { heldUntil: { lte: now } }] }
  return { stage: status }
}

function overdueOrNot(overdue: boolean, now: Date): Prisma.ReviewCaseWhereInput {
  const late: Prisma.ReviewCaseWhereInput = { dueAt: { lt: now }, waits: true }
  return overdue ? late : { NOT: late }
}

/** Nobody has to put a case back: whoever left it alone for long has it in hand no more. */
export function toReviewCase({ stage, ...row }: Row, now: Date): ReviewCase {
  const held = row.heldUntil !== null && row.heldUntil > now
  return {
    ...row,
    status: stage === 'OPEN' && held ? 'ASSIGNED' : stage,
    overdue: stage !== 'CLOSED' && row.dueAt < now,
    assigneeId: held ? row.assigneeId : null,
    heldUntil: held ? row.heldUntil : null,
    outcome: row.outcome as ReviewVerdict | null,
  }
}
