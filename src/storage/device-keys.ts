import { AppError } from '../errors'
import type { SessionRef } from '../sessions/session'
import type { Database, Transaction } from './database'
import { holdsAwaiting } from './hold-session'

/** Whose captures a session takes; see trust/device-key.ts. */
export type DeviceKey = SessionRef & { publicKey: string; thumbprint: string; createdAt: Date }

export type SessionNonce = SessionRef & { nonce: string; expiresAt: Date }

/** What a session's device signed, and which key that was. */
export type CaptureManifest = SessionRef & {
  epoch: number
  thumbprint: string
  payload: string
  signature: string
  verifiedAt: Date
}

export function deviceKeyStore(db: Database) {
  return {
    addNonce: (data: SessionNonce): Promise<SessionNonce> =>
      db.asTenant(data.tenantId, (tx) => tx.sessionNonce.create({ data })),

    /** @throws AppError INVALID when the nonce is not good, CONFLICT when there is a key, or the session takes no captures */
    async register(key: DeviceKey, nonce: string): Promise<DeviceKey> {
      const { tenantId, sessionId, createdAt } = key
      return db.asTenant(tenantId, async (tx) => {
        if (!(await holdsAwaiting(tx, sessionId)))
          throw new AppError('CONFLICT', 'The session has changed meanwhile; read it again.')
        if (!(await useNonce(tx, key, nonce, createdAt)))
          throw new AppError('INVALID', 'This nonce was used, or its time is over.', 'nonce')
        const { count } = await tx.deviceKey.createMany({ data: [key], skipDuplicates: true })
        if (count === 0)
          throw new AppError('CONFLICT', 'This session has a device key.', 'sessionId')
        return key
      })
    },

    ofSession: ({ tenantId, sessionId }: SessionRef): Promise<DeviceKey | null> =>
      db.asTenant(tenantId, (tx) => tx.deviceKey.findFirst({ where: { tenantId, sessionId } })),

    /** The manifest of the latest submission that had one. */
    manifest: ({ tenantId, sessionId }: SessionRef): Promise<CaptureManifest | null> =>
      db.asTenant(tenantId, (tx) =>
        tx.captureManifest.findFirst({
          where: { tenantId, sessionId },
          orderBy: { epoch: 'desc' },
        }),
      ),

    /** Forgets nonces whose time was over before `before`. */
    async pruneNonces(before: Date): Promise<void> {
      const where = { expiresAt: { lt: before } }
      await db.asSystem((tx) => tx.sessionNonce.deleteMany({ where }))
    },
  }
}

/** Uses a nonce up, of the session and in its time. Of many at once one succeeds. */
export async function useNonce(
  tx: Transaction,
  { tenantId, sessionId }: SessionRef,
  nonce: string,
  at: Date,
): Promise<boolean> {
  const where = { nonce, tenantId, sessionId, usedAt: null, expiresAt: { gt: at } }
  const { count } = await tx.sessionNonce.updateMany({ where, data: { usedAt: at } })
  return count === 1
}
