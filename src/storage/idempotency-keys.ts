import type { Database } from './database'

type Use = { apiKeyId: string; key: string }

/** What is known of a key: whether this request is the first with it, and what became of an earlier one. */
export type KeyState =
  | { first: true }
  | { first: false; requestSha256: string; answer: Uint8Array | null; createdAt: Date }

/** Mutations that were sent with an Idempotency-Key, and their answers. */
export function idempotencyKeyStore(db: Database) {
  return {
    /** Takes the key for this request, unless a request has it: of several at once one is the first. */
    async claim({ apiKeyId, key }: Use, requestSha256: string, at: Date): Promise<KeyState> {
      const { count } = await db.idempotencyKey.createMany({
        data: [{ apiKeyId, key, requestSha256, createdAt: at }],
        skipDuplicates: true,
      })
      if (count === 1) return { first: true }
      const known = await db.idempotencyKey.findUnique({
        where: { apiKeyId_key: { apiKeyId, key } },
      })
      return known ? { first: false, ...known } : this.claim({ apiKeyId, key }, requestSha256, at)
    },

    async finish({ apiKeyId, key }: Use, answer: Uint8Array<ArrayBuffer>): Promise<void> {
      await db.idempotencyKey.updateMany({ where: { apiKeyId, key }, data: { answer } })
    },

    /** Nothing came of the request: the key can be used again. */
    async release({ apiKeyId, key }: Use): Promise<void> {
      await db.idempotencyKey.deleteMany({ where: { apiKeyId, key, answer: null } })
    },

    /** Forgets keys from before `before`. */
    async prune(before: Date): Promise<void> {
      await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } })
    },
  }
}
