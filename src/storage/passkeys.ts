import { AppError } from '../errors'
import type { NewPasskey, PublicPasskey } from '../trust/passkeys'
import { appendAudit } from './audit'
import type { Database } from './database'
import type { Member } from './members'

export type Passkey = PublicPasskey & {
  tenantId: string
  memberId: string
  counter: number
  backedUp: boolean
  label: string
  createdAt: Date
  lastUsedAt: Date | null
}

/** `memberId`: who registers; null: whoever logs in. */
export type PasskeyChallenge = { challenge: string; memberId: string | null }

export function passkeyStore(db: Database) {
  return {
    list: async ({ tenantId, id: memberId }: Member): Promise<Passkey[]> => {
      const query = { where: { tenantId, memberId }, orderBy: { createdAt: 'asc' } } as const
      return (await db.asTenant(tenantId, (tx) => tx.memberPasskey.findMany(query))).map(toPasskey)
    },

    /** Across organisations: whoever logs in says no more than the id of a credential. */
    async find(id: string): Promise<Passkey | null> {
      const row = await db.asSystem((tx) => tx.memberPasskey.findUnique({ where: { id } }))
      return row && toPasskey(row)
    },

    /** @throws AppError CONFLICT when the credential is registered already, by whomever */
    async add(
      { tenantId, id: memberId }: Member,
      passkey: NewPasskey & { label: string },
      at: Date,
    ) {
      const data = { tenantId, memberId, ...passkey, createdAt: at }
      await db.asTenant(tenantId, async (tx) => {
        const { count } = await tx.memberPasskey.createMany({ data, skipDuplicates: true })
        if (count === 0) throw new AppError('CONFLICT', 'This passkey is registered already.')
        const deed = { actor: memberId, at, details: { passkey: passkey.id } }
        await appendAudit(tx, tenantId, { ...deed, action: 'PASSKEY_REGISTERED', object: memberId })
      })
    },

    /** @throws AppError NOT_FOUND, also when it is another member's */
    async remove({ tenantId, id: memberId }: Member, id: string, at: Date): Promise<void> {
      await db.asTenant(tenantId, async (tx) => {
        const { count } = await tx.memberPasskey.deleteMany({ where: { id, tenantId, memberId } })
        if (count === 0) throw new AppError('NOT_FOUND', 'There is no such passkey.', 'id')
        const deed = { actor: memberId, at, details: { passkey: id } }
        await appendAudit(tx, tenantId, { ...deed, action: 'PASSKEY_REMOVED', object: memberId })
      })
    },

    /**
     * Takes down a use. A counter that does not grow was used before, here or by a copy of the key: authenticators that count
     * begin above 0, the others say 0 always (WebAuthn Level 3 §6.1.1).
     * @returns false when it did not grow, of which a row tells
     */
    async use(
      { id, tenantId, memberId }: Passkey,
      { counter, backedUp }: { counter: number; backedUp: boolean },
      at: Date,
    ): Promise<boolean> {
      return db.asTenant(tenantId, async (tx) => {
        const before = counter === 0 ? { equals: 0 } : { lt: counter }
        const { count } = await tx.memberPasskey.updateMany({
          where: { id, tenantId, counter: before },
          data: { counter, backedUp, lastUsedAt: at },
        })
        if (count === 1) return true
        const deed = { actor: memberId, at, details: { passkey: id } }
        await appendAudit(tx, tenantId, {
          ...deed,
          action: 'PASSKEY_COUNTER_FELL',
          object: memberId,
        })
        return false
      })
    },

    /** Those whose time is over go when new ones come. */
    async addChallenge(data: PasskeyChallenge, at: Date, expiresAt: Date): Promise<void> {
      await db.asSystem(async (tx) => {
        await tx.passkeyChallenge.deleteMany({ where: { expiresAt: { lt: at } } })
        await tx.passkeyChallenge.create({ data: { ...data, expiresAt } })
      })
    },

    /** Uses a challenge up; false when there is none for this purpose. Of many at once one succeeds. */
    async useChallenge({ challenge, memberId }: PasskeyChallenge, at: Date): Promise<boolean> {
      const where = { challenge, memberId, expiresAt: { gt: at } }
      const { count } = await db.asSystem((tx) => tx.passkeyChallenge.deleteMany({ where }))
      return count === 1
    },
  }
}

function toPasskey<T extends { counter: bigint; publicKey: Uint8Array }>(row: T) {
  const publicKey = new Uint8Array(row.publicKey)
  return { ...row, counter: Number(row.counter), publicKey }
}
