import type { KeyObject } from 'node:crypto'
import type { JSONWebKeySet, JWTPayload } from 'jose'
import { type Checkpoint, signCheckpoint } from '../trust/checkpoint'
import { type CredentialContent, issueCredential } from '../trust/credential'
import type { RootKey } from '../trust/root-key'
import {
  keySetOf,
  newSigningPair,
  privateKeyOf,
  type StatementType,
  signStatement,
} from '../trust/sign'
import type { Database } from './database'
import { newId } from './ids'

type SigningKey = { id: string; publicKey: string; wrapped: Uint8Array }

/** Signs statements that others can verify offline. */
export type Signer = {
  /** A JWS (RFC 7515) over the claims. */
  sign(typ: StatementType, claims: JWTPayload): Promise<string>
  /** A signed note (C2SP tlog-checkpoint). */
  signCheckpoint(checkpoint: Checkpoint): Promise<string>
  /** An SD-JWT VC. */
  issueCredential(content: CredentialContent): Promise<string>
  /** Every public key, those of the past as well. */
  keySet(): Promise<JSONWebKeySet>
  /** Makes a new key, which signs from now on. @returns its id */
  rotate(): Promise<string>
  /** Wraps every key with the root key as it is now; for after the root key was rotated. @returns how many */
  rewrap(): Promise<number>
}

const NEWEST_FIRST = { orderBy: { createdAt: 'desc' } } as const

/** The signing keys of the installation; the first is made when first needed. */
export function signingKeyStore(db: Database, root: RootKey): Signer {
  // Unwrapped once per process: a KMS need not be asked for every decision.
  const unwrapped = new Map<string, KeyObject>()

  async function privateKey({ id, publicKey, wrapped }: SigningKey): Promise<KeyObject> {
    const known = unwrapped.get(id)
    if (known) return known
    const seed = Buffer.from(await root.unwrap(wrapped, contextOf(id)))
    const key = privateKeyOf({ publicKey, seed })
    unwrapped.set(id, key)
    return key
  }

  async function rotate(): Promise<string> {
    const { publicKey, seed } = newSigningPair()
    const id = newId('signingKey')
    const wrapped = new Uint8Array(await root.wrap(seed, contextOf(id)))
    const data = { id, publicKey, wrapped, createdAt: new Date() }
    await db.asSystem((tx) => tx.signingKey.create({ data }))
    return id
  }

  async function current() {
    const newest = await db.asSystem((tx) => tx.signingKey.findFirst(NEWEST_FIRST))
    if (newest) return newest
    await rotate()
    return db.asSystem((tx) => tx.signingKey.findFirstOrThrow(NEWEST_FIRST))
  }

  return {
    async sign(typ, claims) {
      const newest = await current()
      return signStatement(claims, { typ, kid: newest.id, key: await privateKey(newest) })
    },
    async signCheckpoint(checkpoint) {
      const newest = await current()
      return signCheckpoint(checkpoint, { ...newest, key: await privateKey(newest) })
    },
    async issueCredential(content) {
      const newest = await current()
      return issueCredential(content, { kid: newest.id, key: await privateKey(newest) })
    },
    async keySet() {
      await current()
      return keySetOf(await db.asSystem((tx) => tx.signingKey.findMany(NEWEST_FIRST)))
    },
    rotate,
    async rewrap() {
      const rows = await db.asSystem((tx) => tx.signingKey.findMany())
      for (const { id, wrapped } of rows) {
        const seed = await root.unwrap(wrapped, contextOf(id))
        const data = { wrapped: new Uint8Array(await root.wrap(seed, contextOf(id))) }
        await db.asSystem((tx) => tx.signingKey.update({ where: { id }, data }))
      }
      return rows.length
    },
  }
}

function contextOf(id: string): string {
  return `v1|signing-key|${id}`
}
