import type { Role } from '../access/actions'
import { AppError } from '../errors'
import { appendAudit, type Deed } from './audit'
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

export type Invitation = { token: string; at: Date; expiresAt: Date; by: string }

type Changes = { roles?: Role[]; disabledAt?: Date | null; removePasskeys?: boolean }

/** `strong`: with more than a password. `passkeyRequired`: whether their organisation wants that. */
export type MemberSession = {
  id: string
  member: Member
  strong: boolean
  passkeyRequired: boolean
  lastSeenAt: Date
  expiresAt: Date
}

export type NewMemberSession = { token: string; strong: boolean; at: Date; expiresAt: Date }

export function memberStore(db: Database) {
  return {
    list: async (tenantId: string): Promise<Member[]> => {
      const query = { where: { tenantId }, orderBy: { id: 'asc' } } as const
      return (await db.asTenant(tenantId, (tx) => tx.member.findMany(query))).map(toMember)
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<Member> {
      const row = await db.asTenant(tenantId, (tx) =>
        tx.member.findFirst({ where: { id, tenantId } }),
      )
      if (!row) throw new AppError('NOT_FOUND', `There is no member ${id}.`, 'id')
      return toMember(row)
    },

    /** Across organisations: whoever logs in says no more than an address. */
    async byEmail(email: string): Promise<Member | null> {
      const row = await db.asSystem((tx) => tx.member.findUnique({ where: { email } }))
      return row && toMember(row)
    },

    async byInvitation(token: string): Promise<Member | null> {
      const where = { inviteDigest: digestOf(token) }
      const row = await db.asSystem((tx) => tx.member.findUnique({ where }))
      return row && toMember(row)
    },

    /** @throws AppError CONFLICT when the address is taken, by whichever organisation */
    async invite(
      tenantId: string,
      email: string,
      roles: Role[],
      { token, at, expiresAt, by }: Invitation,
    ): Promise<Member> {
      const invitation = { inviteDigest: digestOf(token), inviteExpiresAt: expiresAt }
      const id = newId('member')
      const data = { id, tenantId, email, roles, ...invitation, createdBy: by, createdAt: at }
      return db.asTenant(tenantId, async (tx) => {
        const { count } = await tx.member.createMany({ data: [data], skipDuplicates: true })
        if (count === 0)
          throw new AppError('CONFLICT', 'This address is a member already.', 'email')
        const entry = { actor: by, at, action: 'MEMBER_INVITED', object: id } as const
        await appendAudit(tx, tenantId, { ...entry, details: { roles } })
        return toMember(await tx.member.findUniqueOrThrow({ where: { id } }))
      })
    },

    /** The invitation is used up, and every session of before ends; `passwordHash`: null for who comes without one. */
    async join({ tenantId, id }: Member, passwordHash: string | null, at: Date): Promise<void> {
      const used = { inviteDigest: null, inviteExpiresAt: null, failedLogins: 0, pausedUntil: null }
      await db.asTenant(tenantId, async (tx) => {
        await tx.member.update({ where: { id }, data: { passwordHash, ...used } })
        await endSessions(tx, id, at)
        const entry = { actor: id, at, action: 'MEMBER_JOINED', object: id } as const
        await appendAudit(tx, tenantId, entry)
      })
    },

    /**
     * Another role, or no way in any more; sessions end, so that it holds at once.
     * @throws AppError CONFLICT when nobody would be left who can manage members
     */
    change: (
      { tenantId, id }: Member,
      { removePasskeys = false, ...data }: Changes,
      deed: Deed,
    ): Promise<Member> =>
      db.asTenant(tenantId, async (tx) => {
        await tx.$executeRaw`select 1 from "Member" where "tenantId" = ${tenantId} order by id for update`
        const member = toMember(await tx.member.update({ where: { id }, data }))
        const admins = { tenantId, roles: { has: 'ADMIN' }, disabledAt: null }
        if ((await tx.member.count({ where: admins })) === 0)
          throw new AppError('CONFLICT', 'One administrator has to stay.', 'id')
        if (removePasskeys) await tx.memberPasskey.deleteMany({ where: { tenantId, memberId: id } })
        await endSessions(tx, id, deed.at)
        const { roles, disabledAt } = member
        const details = { roles, disabled: disabledAt !== null, removePasskeys }
        const entry = { ...deed, action: 'MEMBER_CHANGED', object: id, details } as const
        await appendAudit(tx, tenantId, entry)
        return member
      }),

    /** Counts a wrong password; after `most` in a row nobody gets in before `until`. */
    async countFailure(
      { tenantId, id }: Member,
      { most, until, at }: { most: number; until: Date; at: Date },
    ): Promise<void> {
      await db.asTenant(tenantId, async (tx) => {
        const data = { failedLogins: { increment: 1 } }
        const { failedLogins } = await tx.member.update({ where: { id }, data })
        if (failedLogins < most) return
        await tx.member.update({ where: { id }, data: { failedLogins: 0, pausedUntil: until } })
        const entry = { actor: 'SYSTEM', at, action: 'MEMBER_PAUSED', object: id } as const
        await appendAudit(tx, tenantId, entry)
      })
    },

    async startSession(
      { tenantId, id: memberId }: Member,
      { token, strong, at, expiresAt }: NewMemberSession,
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
        await appendAudit(tx, tenantId, { ...entry, details: { strong } })
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

    async endSession({ id, member: { tenantId } }: MemberSession, at: Date): Promise<void> {
      const change = { where: { id }, data: { endedAt: at } }
      await db.asTenant(tenantId, (tx) => tx.memberSession.update(change))
    },
  }
}

async function endSessions(tx: Transaction, memberId: string, at: Date): Promise<void> {
  await tx.memberSession.updateMany({ where: { memberId, endedAt: null }, data: { endedAt: at } })
}

function toMember<T extends { roles: string[]; inviteDigest: unknown }>({
  inviteDigest: _,
  ...row
}: T) {
  return { ...row, roles: row.roles as Role[] }
}
