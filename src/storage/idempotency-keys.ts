import type { Database } from './database'

type Use = { tenantId: string; callerId: string; key: string }

/** What is known of a key: whether this request is the first with it, and what became of an earlier one. */
export type KeyState =
  | { first: true }
  | { first: false; requestSha256: string; answer: Uint8Array | null; createdAt: Date }

/** Mutations that were sent with an Idempotency-Key, and their answers. */
export function idempotencyKeyStore(db: Database) {
  return {
    /** Takes the key for this request, unless a request has it: of several at once one is the first. */
    async claim(
      { tenantId, callerId, key }: Use,
      requestSha256: string,
      at: Date,
    ): Promise<KeyState> {
      const { count } = await db.asTenant(tenantId, (tx) =>
        tx.idempotencyKey.createMany({
          data: [{ tenantId, callerId, key, requestSha256, createdAt: at }],
          skipDuplicates: true,
        }),
      )
      if (count === 1) return { first: true }
      const known = await db.asTenant(tenantId, (tx) =>
        tx.idempotencyKey.findUnique({ where: { callerId_key: { callerId, key } } }),
      )
      return known
        ? { first: false, ...known }
        : this.claim({ tenantId, callerId, key }, requestSha256, at)
    },

    async finish({ tenantId, callerId, key }: Use, answer: Uint8Array<ArrayBuffer>): Promise<void> {
      const change = { where: { callerId, key }, data: { answer } }
      await db.asTenant(tenantId, (tx) => tx.idempotencyKey.updateMany(change))
    },

    /** Nothing came of the request: the key can be used again. */
    async release({ tenantId, callerId, key }: Use): Promise<void> {
      const where = { callerId, key, answer: null }
      await db.asTenant(tenantId, (tx) => tx.idempotencyKey.deleteMany({ where }))
    },

    /** Forgets keys from before `before`. */
    async prune(before: Date): Promise<void> {
      const where = { createdAt: { lt: before } }
      await db.asSystem((tx) => tx.idempotencyKey.deleteMany({ where }))
    },
  }
}
