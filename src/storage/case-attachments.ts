import { AppError } from '../errors'
import type { SessionRef } from '../sessions/session'
import { appendAudit } from './audit'
import { makeLive } from './blob-records'
import { type CaseRef, notifyReview } from './changes'
import type { Database, Transaction } from './database'
import type { CaseAttachment as Row } from './generated/client'
import { newId } from './ids'
import type { Keys } from './keys'
import { assertOpenInHand, type InHand } from './review-work'
import { openJson, sealJson } from './sealed-json'

/** A file on a case, as it is kept. `key`: of its object; null once it was removed with the session's images. */
export type CaseAttachment = {
  id: string
  caseId: string
  sessionId: string
  name: string
  mediaType: string
  byteLength: number
  sha256: string
  sentSha256: string
  authorId: string
  at: Date
  key: string | null
}

/** A file that was announced, and perhaps sent. */
export type AnnouncedAttachment = Omit<Row, 'data'>

type Announced = Pick<Row, 'mediaType' | 'sentSha256' | 'sentBytes' | 'uploadExpiresAt'> & {
  name: string
}
type Kept = { key: string; mediaType: string; sha256: string; byteLength: number }
type OfCase = InHand & { sessionId: string }

/** More are not read by anybody; and all of them have to fit into one bundle, which is built in memory. */
const MOST_FILES = 20
const MOST_BYTES = 50_000_000

/** Files that reviewers attach to cases. Nothing of one changes once it is attached. */
export function caseAttachmentStore(db: Database, keys: Keys) {
  const attached = async (tenantId: string, of: { caseId: string } | { sessionId: string }) => {
    const where = { tenantId, ...of, status: 'READY' } as const
    const query = { where, orderBy: { id: 'asc' } } as const
    const rows = await db.asTenant(tenantId, (tx) => tx.caseAttachment.findMany(query))
    const [first] = rows
    if (!first) return []
    const key = await keys.forReading(first)
    return rows.map((row) => toAttachment(key, row))
  }
  return {
    /** Oldest first; none once the session was erased. */
    ofCase: ({ tenantId, caseId }: CaseRef): Promise<CaseAttachment[]> =>
      attached(tenantId, { caseId }),

    /** Those of all cases of the session. */
    ofSession: ({ tenantId, sessionId }: SessionRef): Promise<CaseAttachment[]> =>
      attached(tenantId, { sessionId }),

    /** @throws AppError CONFLICT when they do not have the case in hand, it is closed, or no more files are taken */
    async announce(who: OfCase, { name, ...file }: Announced): Promise<AnnouncedAttachment> {
      const { tenantId, caseId, sessionId, reviewerId: authorId, at: createdAt } = who
      const id = newId('caseAttachment')
      const key = await keys.forWriting(who)
      const data = sealJson(key, purposeOf({ id, tenantId, sessionId }), { name })
      const row = { id, tenantId, caseId, sessionId, status: 'AWAITING_UPLOAD', authorId } as const
      return db.asTenant(tenantId, async (tx) => {
        await assertOpenInHand(tx, who)
        await assertRoom(tx, who, file.sentBytes)
        return tx.caseAttachment.create({ data: { ...row, ...file, data, createdAt } })
      })
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<AnnouncedAttachment> {
      const where = { id, tenantId }
      const found = await db.asTenant(tenantId, (tx) => tx.caseAttachment.findFirst({ where }))
      if (!found) throw new AppError('NOT_FOUND', `There is no attachment ${id}.`, 'attachmentId')
      return found
    },

    /** The one an upload URL is for; the URL's signature stands for the organisation. */
    forUpload: (id: string): Promise<AnnouncedAttachment | null> =>
      db.asSystem((tx) => tx.caseAttachment.findUnique({ where: { id } })),

    /** Takes the bytes as the one upload. @returns false when there already is one */
    takeUpload: ({ id, tenantId }: AnnouncedAttachment, { key }: { key: string }) =>
      db.asTenant(tenantId, async (tx) => {
        const where = { id, tenantId, status: 'AWAITING_UPLOAD' } as const
        const data = { status: 'UPLOADED', key } as const
        const { count } = await tx.caseAttachment.updateMany({ where, data })
        if (count === 1) await makeLive(tx, key)
        return count === 1
      }),

    /**
     * What came is good: it is on the case from now on.
     * @throws AppError CONFLICT when they do not have the case in hand, it is closed or full, or it was attached meanwhile
     */
    keep: (
      who: InHand,
      { id, key: sentKey, sentBytes }: AnnouncedAttachment,
      kept: Kept,
    ): Promise<void> =>
      db.asTenant(who.tenantId, async (tx) => {
        const { tenantId, caseId, reviewerId: actor, at } = who
        await assertOpenInHand(tx, who)
        await assertRoom(tx, who, sentBytes, id)
        const where = { id, tenantId, status: 'UPLOADED', key: sentKey } as const
        const data = { status: 'READY', attachedAt: at, ...kept } as const
        const { count } = await tx.caseAttachment.updateMany({ where, data })
        if (count === 0)
          throw new AppError('CONFLICT', 'This file has changed meanwhile.', 'attachmentId')
        await makeLive(tx, kept.key)
        await letGo(tx, sentKey)
        await notifyReview(tx, { tenantId, caseId })
        const { mediaType, sha256 } = kept
        const entry = { actor, at, action: 'CASE_ATTACHMENT_ADDED', object: caseId } as const
        const details = { attachmentId: id, mediaType, sha256 }
        await appendAudit(tx, tenantId, { ...entry, details })
      }),

    /** What came is no good: it has to be announced anew. */
    drop: ({ id, tenantId, key }: AnnouncedAttachment): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { id, tenantId, status: { not: 'READY' } } as const
        const { count } = await tx.caseAttachment.deleteMany({ where })
        if (count === 1) await letGo(tx, key)
      }),

    /** Forgets what was announced before `before` and never attached. */
    prune: (before: Date): Promise<void> =>
      db.asSystem(async (tx) => {
        const where = { status: { not: 'READY' }, createdAt: { lt: before } } as const
        for (const { id, key } of await tx.caseAttachment.findMany({ where })) {
          const { count } = await tx.caseAttachment.deleteMany({ where: { ...where, id } })
          if (count === 1) await letGo(tx, key)
        }
      }),
  }
}

/** Counts what is attached, and what may still come. Whoever else counts waits: the case's row is held. */
async function assertRoom(
  tx: Transaction,
  { tenantId, caseId, at }: InHand,
  bytes: number,
  except = '',
): Promise<void> {
  const { _count: files, _sum } = await tx.caseAttachment.aggregate({
    where: {
      ...{ tenantId, caseId, id: { not: except } },
      OR: [{ status: 'READY' }, { uploadExpiresAt: { gt: at } }],
    },
    _count: true,
    _sum: { sentBytes: true },
  })
  if (files < MOST_FILES && (_sum.sentBytes ?? 0) + bytes <= MOST_BYTES) return
  const most = `${MOST_FILES} files, of ${MOST_BYTES / 1e6} MB together`
  throw new AppError('CONFLICT', `A case takes at most ${most}.`, 'byteLength')
}

/** Nothing refers to the object any more; whoever removes garbage removes it. */
async function letGo(tx: Transaction, key: string | null): Promise<void> {
  await tx.blob.updateMany({ where: { key: key ?? '' }, data: { state: 'DELETED' } })
}

function purposeOf({ id, tenantId, sessionId }: Pick<Row, 'id' | 'tenantId' | 'sessionId'>) {
  return { tenantId, sessionId, object: id, kind: 'CASE_ATTACHMENT' } as const
}

function toAttachment(key: Uint8Array, row: Row): CaseAttachment {
  const { data, mediaType, sentSha256, authorId, attachedAt, createdAt, ...rest } = row
  const { id, caseId, sessionId, key: object, sha256, byteLength } = rest
  return {
    ...{ id, caseId, sessionId, ...openJson<{ name: string }>(key, purposeOf(row), data) },
    ...{ mediaType, byteLength: byteLength ?? 0, sha256: sha256 ?? '', sentSha256, authorId },
    ...{ at: attachedAt ?? createdAt, key: object },
  }
}
