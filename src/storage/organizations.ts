import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { Caller } from '../sessions/caller'
import type { Mode } from '../sessions/session'
import type { Database } from './database'
import { newId } from './ids'

const KEY = /^cs_(live|test)_([0-9a-f]{32})_([A-Za-z0-9_-]{43})_([0-9a-f]{8})$/
const FIRST_START_LOCK = 7201

export function organizationStore(db: Database) {
  return {
    /**
     * Makes the first organisation and a test key when there is none.
     * @returns the key, told this once, or null when there already is an organisation
     */
    async createFirst(name: string): Promise<string | null> {
      return db.asSystem(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(${FIRST_START_LOCK})`
        if ((await tx.organization.count()) > 0) return null
        const { id: tenantId } = await tx.organization.create({
          data: { id: newId('organization'), name },
        })
        const { key, row } = makeApiKey(tenantId, 'TEST', 'first key')
        await tx.apiKey.create({ data: row })
        return key
      })
    },

    /** A new key of the organisation. Only its digest is stored: the key itself is told this once. */
    async createApiKey(tenantId: string, mode: Mode, label: string): Promise<string> {
      const { key, row } = makeApiKey(tenantId, mode, label)
      await db.asTenant(tenantId, (tx) => tx.apiKey.create({ data: row }))
      return key
    },

    list: () => db.asSystem((tx) => tx.organization.findMany({ orderBy: { id: 'asc' } })),

    /** Who holds this key, or null when it is malformed, unknown or revoked. Compares in constant time. */
    async callerOf(key: string, at: Date): Promise<Caller | null> {
      const parts = KEY.exec(key)
      if (!parts || checksum(key.slice(0, -9)) !== parts[4]) return null
      const id = `key_${parts[2]}`
      const row = await db.asSystem((tx) => tx.apiKey.findUnique({ where: { id } }))
      if (!row || row.revokedAt || !timingSafeEqual(row.digest, digestOf(key))) return null
      await markUsed(db, row, at)
      return { tenantId: row.tenantId, apiKeyId: row.id, mode: row.mode }
    },
  }
}

/** `cs_live_<id>_<32 bytes>_<crc>`: findable by secret scanners, checkable before the database is asked. */
function makeApiKey(tenantId: string, mode: Mode, label: string) {
  const id = newId('apiKey')
  const body = `cs_${mode.toLowerCase()}_${id.slice('key_'.length)}_${randomBytes(32).toString('base64url')}`
  const key = `${body}_${checksum(body)}`
  return { key, row: { id, tenantId, mode, label, digest: digestOf(key) } }
}

/** Catches a mistyped key before the database is asked; proves nothing. */
function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0')
}

function digestOf(key: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(key).digest())
}

const MINUTE_MS = 60_000

/** Once a minute is enough to see that a key is in use. */
async function markUsed(
  db: Database,
  { id, tenantId, lastUsedAt }: { id: string; tenantId: string; lastUsedAt: Date | null },
  at: Date,
): Promise<void> {
  if (lastUsedAt && at.getTime() - lastUsedAt.getTime() < MINUTE_MS) return
  const change = { where: { id }, data: { lastUsedAt: at } }
  await db.asTenant(tenantId, (tx) => tx.apiKey.update(change))
}
