import type { Database } from './database'

/** The public half of a pair: an uncompressed point of P-256 in base64url. Nothing is to be sealed to it after `notAfter`. */
export type PublicSealingKey = { id: string; publicKey: string; notAfter: Date }

const PUBLIC_HALF = { id: true, publicKey: true, notAfter: true } as const

/** What the API may know of sealing keys: the public halves. The private ones are in sealing-key-ring.ts. */
export function sealingKeyStore(db: Database) {
  return {
    /** Keys that captures may be sealed to, newest first: new captures are given the first. Empty before a worker ran. */
    published: (now: Date): Promise<PublicSealingKey[]> =>
      db.asSystem((tx) =>
        tx.sealingKey.findMany({
          where: { notAfter: { gt: now } },
          select: PUBLIC_HALF,
          orderBy: { id: 'desc' },
        }),
      ),
  }
}
