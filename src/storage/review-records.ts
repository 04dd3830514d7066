import type { ReviewVerdict } from '../decision/review'
import type { CaptureKind, SessionRef } from '../sessions/session'
import type { CaseRef } from './changes'
import type { Database } from './database'
import { newId } from './ids'
import type { Keys } from './keys'
import type { Opinion, SealedNote } from './review-case-changes'
import { openJson, sealJson } from './sealed-json'

/** What somebody said of a case. */
export type StoredReview = {
  id: string
  caseId: string
  round: number
  step: Opinion['step']
  reviewerId: string
  outcome: Opinion['outcome']
  reasons: string[]
  captureKind: CaptureKind | null
  at: Date
}

export type StoredNote = { id: string; authorId: string; text: string; at: Date }

/** The first opinion on a case and the blind one. */
export type OpinionPair = { first: ReviewVerdict; blind: ReviewVerdict }

/** What was said and written of cases; nothing of it changes. */
export function reviewRecordStore(db: Database, keys: Keys) {
  return {
    async reviews({ tenantId, caseId }: CaseRef): Promise<StoredReview[]> {
      const query = { where: { tenantId, caseId }, orderBy: { id: 'asc' } } as const
      return db.asTenant(tenantId, (tx) => tx.review.findMany(query))
    },

    /** Oldest first; none once the session was erased. */
    async notes({ tenantId, caseId }: CaseRef): Promise<StoredNote[]> {
      const query = { where: { tenantId, caseId }, orderBy: { id: 'asc' } } as const
      const rows = await db.asTenant(tenantId, (tx) => tx.reviewNote.findMany(query))
      const [first] = rows
      if (!first) return []
      const key = await keys.forReading({ tenantId, sessionId: first.sessionId })
      return rows.map(({ id, sessionId, authorId, at, text }) => {
        const purpose = { tenantId, sessionId, object: id, kind: 'REVIEW_NOTE' } as const
        return { id, authorId, at, text: openJson<string>(key, purpose, text) }
      })
    },

    /** A note as it is stored. */
    async sealNote({ tenantId, sessionId }: SessionRef, text: string): Promise<SealedNote> {
      const id = newId('reviewNote')
      const key = await keys.forWriting({ tenantId, sessionId })
      const purpose = { tenantId, sessionId, object: id, kind: 'REVIEW_NOTE' } as const
      return { id, sessionId, text: sealJson(key, purpose, text) }
    },

    /** Cases judged blindly in this time: what was decided, and what the second person would have. */
    pairs: (tenantId: string, from: Date, before: Date): Promise<OpinionPair[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<OpinionPair[]>`
        select f.outcome::text as first, b.outcome::text as blind from "Review" b
          join "Review" f on f."caseId" = b."caseId" and f.round = b.round and f.step = 'FIRST'
        where b."tenantId" = ${tenantId} and b.step = 'BLIND' and b.at >= ${from} and b.at < ${before}`,
      ),
  }
}
