import { AppError } from '../errors'
import type { Mode, SessionRef } from '../sessions/session'
import type { SessionStatus } from '../sessions/states'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'
import { digestOf } from './token-digest'

/** A way in for the applicant of a session. `lastSeenAt`: when a request came with its cookie; null: it is not opened. */
export type CaptureLink = SessionRef & {
  id: string
  expiresAt: Date
  openedAt: Date | null
  lastSeenAt: Date | null
  endedAt: Date | null
  session: { mode: Mode; status: SessionStatus; expiresAt: Date }
}

const WITH_SESSION = {
  include: { session: { select: { mode: true, status: true, expiresAt: true } } },
} as const

export function captureLinkStore(db: Database) {
  return {
    /** The newest link is the one to be opened: those before it that nobody has opened end. */
    create: (
      { tenantId, sessionId }: SessionRef,
      { token, expiresAt }: { token: string; expiresAt: Date },
      { actor, at }: Deed,
    ): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        const unopened = { tenantId, sessionId, openedAt: null, endedAt: null }
        await tx.captureLink.updateMany({ where: unopened, data: { endedAt: at } })
        const link = { id: newId('captureLink'), digest: digestOf(token), expiresAt }
        const data = { ...link, tenantId, sessionId, createdBy: actor, createdAt: at }
        await tx.captureLink.create({ data })
        const details = { link: link.id, expiresAt: expiresAt.toISOString() }
        const entry = { actor, at, action: 'CAPTURE_LINK_CREATED', object: sessionId } as const
        await appendAudit(tx, tenantId, { ...entry, details })
      }),

    /** Across organisations: whoever opens a link has no more than its token. */
    byToken: (token: string): Promise<CaptureLink | null> =>
      db.asSystem((tx) =>
        tx.captureLink.findUnique({ where: { digest: digestOf(token) }, ...WITH_SESSION }),
      ),

    /**
     * Uses the link up for a cookie; who came through an earlier link of the session is out.
     * @throws AppError LINK_USED; of many at once one succeeds
     */
    open: ({ id, tenantId, sessionId }: CaptureLink, cookie: string, at: Date): Promise<void> =>
      db.asTenant(tenantId, async (tx) => {
        const { count } = await tx.captureLink.updateMany({
          where: { id, tenantId, openedAt: null, endedAt: null },
          data: { openedAt: at, lastSeenAt: at, cookieDigest: digestOf(cookie) },
        })
        if (count === 0) throw new AppError('LINK_USED', USED, 'token')
        const others = { tenantId, sessionId, endedAt: null, id: { not: id } }
        await tx.captureLink.updateMany({
          where: { ...others, openedAt: { not: null } },
          data: { endedAt: at },
        })
        const entry = { actor: id, at, action: 'CAPTURE_LINK_OPENED', object: sessionId } as const
        await appendAudit(tx, tenantId, entry)
      }),

    /** What the cookie was given for, unless that has ended. */
    byCookie: (cookie: string): Promise<CaptureLink | null> =>
      db.asSystem((tx) => {
        const where = { cookieDigest: digestOf(cookie), endedAt: null }
        return tx.captureLink.findFirst({ where, ...WITH_SESSION })
      }),

    async seen({ id, tenantId }: CaptureLink, at: Date): Promise<void> {
      const change = { where: { id }, data: { lastSeenAt: at } }
      await db.asTenant(tenantId, (tx) => tx.captureLink.update(change))
    },
  }
}

const USED = 'This link was opened before, or a newer one took its place; ask for another.'
