import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Action } from '../access/actions'
import { AppError } from '../errors'
import type { Mode } from '../sessions/session'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import { newId } from './ids'

/** What is known of a key; the key itself is not. */
export type ApiKey = {
  id: string
  tenantId: string
  mode: Mode
  label: string
  scopes: Action[]
  /** Addresses and ranges it works from; none: from everywhere. */
  allowedAddresses: string[]
  createdBy: string
  createdAt: Date
  lastUsedAt: Date | null
  expiresAt: Date | null
  revokedAt: Date | null
}

export type NewApiKey = Pick<
  ApiKey,
  'tenantId' | 'mode' | 'label' | 'scopes' | 'allowedAddresses' | 'createdBy' | 'expiresAt'
>

/** `secret`: the key, told this once. */
export type IssuedApiKey = { apiKey: ApiKey; secret: string }

const KEY = /^cs_(live|test)_([0-9a-f]{32})_([A-Za-z0-9_-]{43})_([0-9a-f]{8})$/

export function apiKeyStore(db: Database) {
  return {
    create: (key: NewApiKey, at: Date): Promise<IssuedApiKey> =>
      db.asTenant(key.tenantId, (tx) => insertApiKey(tx, key, at)),

    list: async (tenantId: string): Promise<ApiKey[]> => {
      const query = { where: { tenantId }, orderBy: { id: 'asc' } } as const
      return (await db.asTenant(tenantId, (tx) => tx.apiKey.findMany(query))).map(toApiKey)
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async get(tenantId: string, id: string): Promise<ApiKey> {
      const row = await db.asTenant(tenantId, (tx) =>
        tx.apiKey.findFirst({ where: { id, tenantId } }),
      )
      if (!row) throw new AppError('NOT_FOUND', `There is no API key ${id}.`, 'id')
      return toApiKey(row)
    },

    /** From then on the key is good for nothing. */
    async revoke({ tenantId, id }: ApiKey, deed: Deed): Promise<ApiKey> {
      const change = { where: { id, tenantId }, data: { revokedAt: deed.at } }
      const entry = { ...deed, action: 'API_KEY_REVOKED', object: id } as const
      return db.asTenant(tenantId, async (tx) => {
        const revoked = toApiKey(await tx.apiKey.update(change))
        await appendAudit(tx, tenantId, entry)
        return revoked
      })
    },

    /** A key like this one, which itself works on until `until`. */
    replace: (old: ApiKey, until: Date, { actor, at }: Deed) =>
      db.asTenant(old.tenantId, async (tx): Promise<IssuedApiKey> => {
        const { id, tenantId } = old
        await tx.apiKey.update({ where: { id, tenantId }, data: { expiresAt: until } })
        const issued = await insertApiKey(tx, { ...old, createdBy: actor, expiresAt: null }, at)
        const details = { successor: issued.apiKey.id, until: until.toISOString() }
        await appendAudit(tx, tenantId, {
          actor,
          at,
          action: 'API_KEY_ROTATED',
          object: id,
          details,
        })
        return issued
      }),

    /** The key this is, or null when it is malformed, unknown, revoked or out of date. Compares in constant time. */
    async find(secret: string, at: Date): Promise<ApiKey | null> {
      const parts = KEY.exec(secret)
      if (!parts || checksum(secret.slice(0, -9)) !== parts[4]) return null
      const id = `key_${parts[2]}`
      const row = await db.asSystem((tx) => tx.apiKey.findUnique({ where: { id } }))
      if (!row || !timingSafeEqual(row.digest, digestOf(secret))) return null
      const isOver = row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= at)
      return isOver ? null : toApiKey(row)
    },

    /** Once a minute is enough to see that a key is in use. */
    async markUsed({ tenantId, id, lastUsedAt }: ApiKey, at: Date): Promise<void> {
      if (lastUsedAt && at.getTime() - lastUsedAt.getTime() < MINUTE_MS) return
      const change = { where: { id }, data: { lastUsedAt: at } }
      await db.asTenant(tenantId, (tx) => tx.apiKey.update(change))
    },
  }
}

const MINUTE_MS = 60_000

/** `cs_live_<id>_<32 bytes>_<crc>`: findable by secret scanners, checkable before the database is asked. */
export async function insertApiKey(
  tx: Transaction,
  { tenantId, mode, label, scopes, allowedAddresses, createdBy, expiresAt }: NewApiKey,
  at: Date,
): Promise<IssuedApiKey> {
  const id = newId('apiKey')
  const body = `cs_${mode.toLowerCase()}_${id.slice('key_'.length)}_${randomBytes(32).toString('base64url')}`
  const secret = `${body}_${checksum(body)}`
  const of = { id, tenantId, mode, label, scopes, allowedAddresses, createdBy, expiresAt }
  const data = { ...of, digest: digestOf(secret), createdAt: at }
  const apiKey = toApiKey(await tx.apiKey.create({ data }))
  const made = { actor: createdBy, at, action: 'API_KEY_CREATED', object: id } as const
  await appendAudit(tx, tenantId, { ...made, details: { mode, scopes } })
  return { apiKey, secret }
}

/** Catches a mistyped key before the database is asked; proves nothing. */
function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}

function digestOf(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(key).digest())
}

function toApiKey<T extends { digest: Uint8Array; scopes: string[] }>({ digest: _, ...row }: T) {
  return { ...row, scopes: row.scopes as Action[] }
}
