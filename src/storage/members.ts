import type { Role } from '../access/actions'
import { AppError } from '../errors'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'
import { endSessions, type Member, memberSessions, toMember } from './member-sessions'
import { digestOf } from './token-digest'

export type { Member, MemberSession } from './member-sessions'

export type Invitation = { token: string; at: Date; expiresAt: Date; by: string }

type Changes = { roles?: Role[]; disabledAt?: Date | null; removePasskeys?: boolean }

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

    async inviteAgain(
      { tenantId, id, roles }: Member,
      { token, at, expiresAt, by }: Invitation,
    ): Promise<Member> {
      const data = { inviteDigest: digestOf(token), inviteExpiresAt: expiresAt }
      return db.asTenant(tenantId, async (tx) => {
        const row = await tx.member.update({ where: { id }, data })
        const entry = { actor: by, at, action: 'MEMBER_INVITED', object: id } as const
        await appendAudit(tx, tenantId, { ...entry, details: { roles } })
        return toMember(row)
      })
    },

    /** Every session of before ends. */
    async setPassword({ tenantId, id }: Member, passwordHash: string, at: Date): Promise<void> {
      await db.asTenant(tenantId, async (tx) => {
        await tx.member.update({ where: { id }, data: { passwordHash } })
        await endSessions(tx, id, at)
        const entry = { actor: id, at, action: 'MEMBER_PASSWORD_CHANGED', object: id } as const
        await appendAudit(tx, tenantId, entry)
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

    ...memberSessions(db),
  }
}
