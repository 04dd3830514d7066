import type { AuditAction } from '../audit/actions'
import { AppError } from '../errors'
import type { SessionRef } from '../sessions/session'
import type { AuditDetails } from '../trust/audit-row'
import { appendAudit } from './audit'
import { type CaseRef, notifyReview } from './changes'
import type { Database, Transaction } from './database'
import { Prisma } from './generated/client'
import {
  addNote,
  heldBy,
  notInHand,
  type Opinion,
  recordOpinion,
  type SealedNote,
} from './review-case-changes'

/** A member at work, and when. */
export type Reviewer = { tenantId: string; reviewerId: string; at: Date }

/** Reviewer and case, as the reviewer saw it. */
export type InHand = Reviewer & { caseId: string; round: number }

/** Left alone for so long, a case is anybody's again. */
const HOLD_MS = 30 * 60_000

const { sql } = Prisma

/** Which case: the most urgent, the one that has waited longest for a blind opinion, or this one. */
const NEXT = (country: string | null) => sql`c.waits ${from(country)}
  order by c.priority desc, c."dueAt", c.id`
const NEXT_BLIND = (country: string | null) => sql`not c.waits and c."awaitsBlind" ${from(country)}
  order by c."closedAt", c.id`
const from = (country: string | null) =>
  country === null ? Prisma.empty : sql`and c.country = ${country}`
const THIS = (id: string) => sql`c.waits and c.id = ${id}`

/** What reviewers do with cases; what ends a review is done by `sessions.apply`. */
export function reviewWorkStore(db: Database) {
  const take = (who: Reviewer, which: Prisma.Sql, others: boolean): Promise<string | null> =>
    db.asTenant(who.tenantId, async (tx) => {
      const id = await holdOne(tx, who, which, others)
      if (id !== null) await note(tx, who, id, 'REVIEW_CASE_TAKEN')
      return id
    })
  return {
    /** @throws AppError CONFLICT when somebody else has it in hand, or it is closed, or theirs is the first of two opinions */
    async take(who: Reviewer, caseId: string): Promise<void> {
      const taken = await take(who, THIS(caseId), false)
      if (taken === null)
        throw new AppError(
          'CONFLICT',
          'This case is not to be had: somebody has it in hand, it is closed, or you judged it.',
          'caseId',
        )
    },

    /** The most urgent case that nobody has in hand; null when there is none for this person. */
    takeNext: (who: Reviewer, country: string | null) => take(who, NEXT(country), true),

    /** A decided case of somebody else's, sampled for a second opinion. */
    takeNextBlind: (who: Reviewer, country: string | null) => take(who, NEXT_BLIND(country), true),

    /** Whether the person has a case of the session in hand; they keep it for another while, as they are at work. */
    keepsInHand: (who: Reviewer, { tenantId, sessionId }: SessionRef): Promise<boolean> =>
      db.asTenant(tenantId, async (tx) => {
        const { reviewerId: assigneeId, at } = who
        const where = { tenantId, sessionId, assigneeId, heldUntil: { gt: at } }
        const data = { heldUntil: heldUntil(at) }
        return (await tx.reviewCase.updateMany({ where, data })).count > 0
      }),

    /** Whether the person has a case of the session in hand that they are to judge without knowing how it ended. */
    judgesBlindly: ({ reviewerId, at }: Reviewer, { tenantId, sessionId }: SessionRef) =>
      db.asTenant(tenantId, async (tx) => {
        const inHand = { assigneeId: reviewerId, heldUntil: { gt: at }, awaitsBlind: true }
        return (await tx.reviewCase.count({ where: { tenantId, sessionId, ...inHand } })) > 0
      }),

    release: (who: InHand): Promise<void> =>
      change(db, who, { assigneeId: null, heldUntil: null }, 'REVIEW_CASE_RELEASED'),

    /** Once, and not while it waits for the second of two opinions. */
    escalate: (who: InHand): Promise<void> =>
      change(
        db,
        who,
        {
          ...{ stage: 'ESCALATED', priority: 'URGENT', escalatedBy: who.reviewerId },
          ...{ assigneeId: null, heldUntil: null },
        },
        'REVIEW_CASE_ESCALATED',
        { stage: 'OPEN' },
      ),

    addNote: (who: InHand, sealed: SealedNote): Promise<void> =>
      db.asTenant(who.tenantId, async (tx) => {
        await assertChanged(tx, who, { heldUntil: heldUntil(who.at) })
        const { tenantId, caseId, reviewerId: authorId, at } = who
        await addNote(tx, { tenantId, caseId, authorId, at, ...sealed })
        await note(tx, who, caseId, 'REVIEW_NOTE_ADDED')
      }),

    /** The first of two opinions: the case waits for the second. */
    propose: (opinion: Opinion, at: Date): Promise<void> =>
      giveOpinion(db, opinion, at, {
        from: { stage: { in: ['OPEN', 'ESCALATED'] } },
        to: { stage: 'AWAITING_SECOND' },
        action: 'REVIEW_DECIDED',
      }),

    /** The second does not agree: the case begins anew. */
    sendBack: (opinion: Opinion, at: Date): Promise<void> =>
      giveOpinion(db, opinion, at, {
        from: { stage: 'AWAITING_SECOND' },
        to: { stage: 'OPEN', round: { increment: 1 } },
        action: 'REVIEW_SENT_BACK',
      }),

    /** What somebody else makes of a case that was decided. */
    repeat: (opinion: Opinion, at: Date): Promise<void> =>
      giveOpinion(db, opinion, at, {
        from: { stage: 'CLOSED', awaitsBlind: true },
        to: { awaitsBlind: false },
        action: 'REVIEW_REPEATED',
      }),
  }
}

const heldUntil = (at: Date) => new Date(at.getTime() + HOLD_MS)

/** `others`: only what others escalated and nobody has in hand; else one's own as well. Two who ask at once get two cases. */
async function holdOne(
  tx: Transaction,
  { tenantId, reviewerId, at }: Reviewer,
  which: Prisma.Sql,
  others: boolean,
): Promise<string | null> {
  const own = others
    ? sql`and c."escalatedBy" is distinct from ${reviewerId}`
    : sql`or c."assigneeId" = ${reviewerId}`
  const free = sql`c."heldUntil" is null or c."heldUntil" <= ${at}`
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    update "ReviewCase" set "assigneeId" = ${reviewerId}, "heldUntil" = ${heldUntil(at)}
    where id = (
      select c.id from "ReviewCase" c where c."tenantId" = ${tenantId} and ${others ? sql`(${free}) ${own}` : sql`(${free} ${own})`}
        and not exists (select 1 from "Review" r
          where r."caseId" = c.id and r.round = c.round and r."reviewerId" = ${reviewerId})
        and ${which} limit 1 for update skip locked)
    returning id`
  return found?.id ?? null
}

type Data = Prisma.ReviewCaseUncheckedUpdateManyInput
type Where = Prisma.ReviewCaseWhereInput

/** @throws AppError CONFLICT when they do not have it in hand, or it does not stand so */
async function assertChanged(tx: Transaction, who: InHand, data: Data, from: Where = {}) {
  const where = { AND: [heldBy(who, who.at), from] }
  const { count } = await tx.reviewCase.updateMany({ where, data })
  if (count === 0) throw notInHand()
}

/** The case is theirs for another while. @throws AppError CONFLICT when they do not have it in hand, or it is closed */
export function assertOpenInHand(tx: Transaction, who: InHand): Promise<void> {
  return assertChanged(tx, who, { heldUntil: heldUntil(who.at) }, { waits: true })
}

function change(db: Database, who: InHand, data: Data, action: AuditAction, from: Where = {}) {
  return db.asTenant(who.tenantId, async (tx) => {
    await assertChanged(tx, who, data, from)
    await note(tx, who, who.caseId, action)
  })
}

type Course = { from: Where; to: Data; action: AuditAction }

function giveOpinion(db: Database, opinion: Opinion, at: Date, { from, to, action }: Course) {
  const who = { ...opinion, at }
  const { outcome, reasons } = opinion
  return db.asTenant(opinion.tenantId, async (tx) => {
    await assertChanged(tx, who, { ...to, assigneeId: null, heldUntil: null }, from)
    await recordOpinion(tx, opinion, at)
    await note(tx, who, opinion.caseId, action, { outcome, reasons })
  })
}

/** Tells who watches the queue, and the audit log. */
async function note(
  tx: Transaction,
  { tenantId, reviewerId: actor, at }: Reviewer,
  object: string,
  action: AuditAction,
  details: AuditDetails = {},
): Promise<void> {
  await notifyReview(tx, { tenantId, caseId: object } satisfies CaseRef)
  await appendAudit(tx, tenantId, { actor, at, action, object, details })
}
