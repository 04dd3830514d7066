import { AppError } from '../errors'
import { newSealingPair, openSealed, type SealingPair } from '../trust/hpke'
import type { RootKey } from '../trust/root-key'
import type { Database, Transaction } from './database'
import { newId } from './ids'

/** The private halves of the sealing keys, for the worker that opens captures and for nobody else. */
export type SealingKeyRing = {
  /**
   * What was sealed to the key `kid` and bound to `info`.
   * @throws AppError SEAL_BROKEN when the key is gone, or it was sealed to another or bound to something else, or changed
   */
  open(kid: string, info: string, sealed: Uint8Array): Promise<Uint8Array>
  /** Makes a key when there is none younger than a week, and deletes those that are over. */
  renew(now: Date): Promise<void>
  /** Makes a key that new captures are given from now on; those of before go in a day. @returns its id */
  rotate(now: Date): Promise<string>
  /** Wraps every key with the root key as it is now; for after the root key was rotated. @returns how many */
  rewrap(): Promise<number>
}

const DAY_MS = 24 * 3_600_000
const WEEK_MS = 7 * DAY_MS

const madeAfter = (since: Date) => ({ where: { createdAt: { gt: since } } })

export function sealingKeyRing(db: Database, root: RootKey): SealingKeyRing {
  // Unwrapped once per process: a KMS need not be asked for every capture.
  const unwrapped = new Map<string, SealingPair>()

  async function pairOf(id: string): Promise<SealingPair | null> {
    const row = await db.asSystem((tx) => tx.sealingKey.findUnique({ where: { id } }))
    if (row === null) unwrapped.delete(id)
    if (row === null) return null
    const known = unwrapped.get(id)
    if (known) return known
    const secret = await root.unwrap(row.wrapped, contextOf(id))
    const pair = { publicKey: row.publicKey, secret }
    unwrapped.set(id, pair)
    return pair
  }

  /** With `since`: unless somebody made one after it. Of two at once one is first, and its key is the one that counts. */
  async function make(now: Date, since?: Date): Promise<string> {
    const { publicKey, secret } = await newSealingPair()
    const id = newId('sealingKey')
    const wrapped = new Uint8Array(await root.wrap(secret, contextOf(id)))
    const notAfter = new Date(now.getTime() + WEEK_MS + DAY_MS)
    return db.asSystem(async (tx) => {
      await lock(tx)
      const younger = since && (await tx.sealingKey.findFirst(madeAfter(since)))
      if (younger) return younger.id
      const end = new Date(now.getTime() + DAY_MS)
      const older = { where: { notAfter: { gt: end } }, data: { notAfter: end } }
      await tx.sealingKey.updateMany(older)
      await tx.sealingKey.create({ data: { id, publicKey, wrapped, createdAt: now, notAfter } })
      return id
    })
  }

  return {
    async open(kid, info, sealed) {
      const pair = await pairOf(kid)
      if (pair === null) throw broken('it was sealed to a key that is gone')
      return openSealed(pair, { info }, sealed).catch((cause: unknown) => {
        throw broken('it was sealed to another key or for another capture, or was changed', cause)
      })
    },
    async renew(now) {
      await db.asSystem((tx) => tx.sealingKey.deleteMany({ where: { notAfter: { lte: now } } }))
      const weekAgo = new Date(now.getTime() - WEEK_MS)
      const young = await db.asSystem((tx) => tx.sealingKey.findFirst(madeAfter(weekAgo)))
      if (young === null) await make(now, weekAgo)
    },
    rotate: (now) => make(now),
    async rewrap() {
      const rows = await db.asSystem((tx) => tx.sealingKey.findMany())
      for (const { id, wrapped } of rows) {
        const secret = await root.unwrap(wrapped, contextOf(id))
        const data = { wrapped: new Uint8Array(await root.wrap(secret, contextOf(id))) }
        await db.asSystem((tx) => tx.sealingKey.updateMany({ where: { id }, data }))
      }
      return rows.length
    },
  }
}

/** Until the end of the transaction nobody else makes a key. */
async function lock(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('countersign:sealing-keys'))`
}

function broken(why: string, cause?: unknown): AppError {
  const message = `The capture does not open: ${why}. Create a new capture and seal it anew.`
  return new AppError('SEAL_BROKEN', message, 'captureId', { cause })
}

function contextOf(id: string): string {
  return `v1|sealing-key|${id}`
}
