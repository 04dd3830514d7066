import type { Role } from '../access/actions'
import type { Entry } from '../access/log-in'
import { appendAudit } from './audit'
import type { Database, Transaction } from './database'
import { newId } from './ids'
import { digestOf } from './token-digest'

export type Member = {
  id: string
  tenantId: string
  /** In small letters; one address is one member of one organisation. */
  email: string
  roles: Role[]
  /** Null while an invitation waits to be accepted. */
  passwordHash: string | null
  inviteExpiresAt: Date | null
  failedLogins: number
  pausedUntil: Date | null
  createdAt: Date
  lastLoginAt: Date | null
  disabledAt: Date | null
}

/** `strong`: with more than a password. `passkeyRequired`: whether their organisation wants that. */
export type MemberSession = {
  id: string
  member: Member
  strong: boolean
  passkeyRequired: boolean
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}

export type NewMemberSession = Entry & { token: string; at: Date; expiresAt: Date }

/** Logins; part of the store of members. */
export function memberSessions(db: Database) {
  return {
    async startSession(
      { tenantId, id: memberId }: Member,
      { token, way, strong, at, expiresAt }: NewMemberSession,
    ): Promise<void> {
      const times = { createdAt: at, lastSeenAt: at, expiresAt }
      const data = {
        id: newId('memberSession'),
        tenantId,
        memberId,
        digest: digestOf(token),
        strong,
        ...times,
      }
      await db.asTenant(tenantId, async (tx) => {
        await tx.memberSession.create({ data })
        const fresh = { failedLogins: 0, pausedUntil: null, lastLoginAt: at }
        await tx.member.update({ where: { id: memberId }, data: fresh })
        const entry = { actor: memberId, at, action: 'MEMBER_LOGGED_IN', object: memberId } as const
        await appendAudit(tx, tenantId, { ...entry, details: { way, strong } })
      })
    },

    /** The session of this token that has not ended. */
    async session(token: string): Promise<MemberSession | null> {
      const where = { digest: digestOf(token), endedAt: null }
      return db.asSystem(async (tx) => {
        const row = await tx.memberSession.findFirst({ where, include: { member: true } })
        if (row === null) return null
        const whose = { where: { id: row.tenantId }, select: { passkeyRequired: true } }
        const { passkeyRequired } = await tx.organization.findUniqueOrThrow(whose)
        return { ...row, passkeyRequired, member: toMember(row.member) }
      })
    },

    async seen({ id, member: { tenantId } }: MemberSession, at: Date): Promise<void> {
      const change = { where: { id }, data: { lastSeenAt: at } }
      await db.asTenant(tenantId, (tx) => tx.memberSession.update(change))
    },

    /** Those of a member that go on, the newest first: not over, and used since `seenSince`. */
    async sessionsOf({ tenantId, id: memberId }: Member, at: Date, seenSince: Date) {
      const times = { endedAt: null, expiresAt: { gt: at }, lastSeenAt: { gte: seenSince } }
      const where = { tenantId, memberId, ...times }
      const query = { where, orderBy: { createdAt: 'desc' } } as const
      return db.asTenant(tenantId, (tx) => tx.memberSession.findMany(query))
    },

    /** Ends some of a member's own; one row tells which. @returns how many */
    async endSessionsOf(
      { tenantId, id: memberId }: Member,
      id: string | { not: string },
      at: Date,
    ): Promise<number> {
      return db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, memberId, id, endedAt: null }
        const ended = await tx.memberSession.findMany({ where, select: { id: true } })
        if (ended.length === 0) return 0
        await tx.memberSession.updateMany({ where, data: { endedAt: at } })
        const deed = { actor: memberId, at, details: { logins: ended.map((each) => each.id) } }
        await appendAudit(tx, tenantId, {
          ...deed,
          action: 'MEMBER_LOGINS_ENDED',
          object: memberId,
        })
        return ended.length
      })
    },

    async endSession({ id, member: { tenantId } }: MemberSession, at: Date): Promise<void> {
      const change = { where: { id }, data: { endedAt: at } }
      await db.asTenant(tenantId, (tx) => tx.memberSession.update(change))
    },
  }
}

export async function endSessions(tx: Transaction, memberId: string, at: Date): Promise<void> {
  await tx.memberSession.updateMany({ where: { memberId, endedAt: null }, data: { endedAt: at } })
}

export function toMember<T extends { roles: string[]; inviteDigest: unknown }>({
  inviteDigest: _,
  ...row
}: T) {
  return { ...row, roles: row.roles as Role[] }
}
