import type { SessionRef } from '../sessions/session'
import { newKey, open, seal } from '../trust/envelope'
import { hkdf } from '../trust/hkdf'
import type { RootKey } from '../trust/root-key'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'

export type Keys = ReturnType<typeof keyStore>

type TenantKey = { version: number; key: Uint8Array }

/** An unwrapped tenant key is kept in memory so long: the root key is asked seldom. */
const KEPT_MS = 300_000

const INDEX_KEY_BYTES = 32

/**
 * The ladder of keys (DESIGN §5): the root key wraps one of each organisation, that one wraps one of each session, and that
 * one wraps a key for each object (trust/envelope.ts). Rotation wraps keys anew and leaves objects as they are; a session
 * whose key is deleted cannot be read by anybody.
 */
export function keyStore(db: Database, root: RootKey) {
  const kept = new Map<string, { key: Uint8Array; until: number }>()

  async function unwrapped(tenantId: string, version: number): Promise<Uint8Array> {
    const name = tenantContext(tenantId, version)
    const known = kept.get(name)
    if (known && known.until > Date.now()) return known.key
    const where = { tenantId_version: { tenantId, version } }
    const row = await db.asTenant(tenantId, (tx) => tx.tenantKey.findUniqueOrThrow({ where }))
    const key = await root.unwrap(row.wrapped, name)
    kept.set(name, { key, until: Date.now() + KEPT_MS })
    return key
  }

  async function current(tenantId: string): Promise<TenantKey> {
    const newest = { where: { tenantId }, orderBy: { version: 'desc' } } as const
    const row = await db.asTenant(tenantId, (tx) => tx.tenantKey.findFirst(newest))
    if (row === null) {
      await addTenantKey(tenantId, 1)
      return current(tenantId)
    }
    return { version: row.version, key: await unwrapped(tenantId, row.version) }
  }

  /** Of two at once one is first, and its key is the one that counts. `deed`: whose rotation it is, where it is one. */
  async function addTenantKey(tenantId: string, version: number, deed?: Deed): Promise<void> {
    const wrapped = await root.wrap(newKey(), tenantContext(tenantId, version))
    const data = [{ tenantId, version, wrapped: new Uint8Array(wrapped), createdAt: new Date() }]
    await db.asTenant(tenantId, async (tx) => {
      const { count } = await tx.tenantKey.createMany({ data, skipDuplicates: true })
      const entry = {
        action: 'TENANT_KEY_ROTATED',
        object: tenantId,
        details: { version },
      } as const
      if (deed && count === 1) await appendAudit(tx, tenantId, { ...deed, ...entry })
    })
  }

  async function find({ tenantId, sessionId }: SessionRef): Promise<Uint8Array | null> {
    const row = await db.asTenant(tenantId, (tx) =>
      tx.sessionKey.findFirst({ where: { sessionId, tenantId } }),
    )
    if (row === null) return null
    const tenantKey = await unwrapped(tenantId, row.tenantVersion)
    return open(tenantKey, sessionContext(row), row.wrapped)
  }

  return {
    /** The session's key; made when it has none yet. */
    async forWriting(ref: SessionRef): Promise<Uint8Array> {
      const known = await find(ref)
      if (known) return known
      const { tenantId, sessionId } = ref
      const { version: tenantVersion, key } = await current(tenantId)
      const row = { tenantId, sessionId, tenantVersion, createdAt: new Date() }
      const data = [{ ...row, wrapped: seal(key, sessionContext(row), newKey()) }]
      await this.assertNotErased(ref)
      await db.asTenant(tenantId, (tx) => tx.sessionKey.createMany({ data, skipDuplicates: true }))
      return this.forReading(ref)
    },

    /** A worker that comes late must not begin anew what was erased. @throws Error */
    async assertNotErased({ tenantId, sessionId: id }: SessionRef): Promise<void> {
      const where = { id, tenantId, status: 'ERASED' } as const
      const erased = await db.asTenant(tenantId, (tx) => tx.kycSession.count({ where }))
      if (erased > 0) throw new Error(`Session ${id} was erased.`)
    },

    /** @throws Error when the session never had a key, or was erased */
    async forReading(ref: SessionRef): Promise<Uint8Array> {
      const key = await find(ref)
      if (key === null) throw new Error(`There is no key for session ${ref.sessionId}.`)
      return key
    },

    /** Those of these sessions that there are; by session. */
    async forReadingMany(tenantId: string, sessionIds: string[]): Promise<Map<string, Uint8Array>> {
      const where = { tenantId, sessionId: { in: sessionIds } }
      const rows = await db.asTenant(tenantId, (tx) => tx.sessionKey.findMany({ where }))
      const opened = rows.map(async ({ wrapped, ...row }) => {
        const tenantKey = await unwrapped(tenantId, row.tenantVersion)
        return [row.sessionId, open(tenantKey, sessionContext(row), wrapped)] as const
      })
      return new Map(await Promise.all(opened))
    },

    /**
     * The key of the organisation's blind indexes: derived from its first key, so that what is alike stays alike when keys are
     * rotated. (HKDF: it tells nothing of the key it is from.)
     */
    async forIndexing(tenantId: string): Promise<Uint8Array> {
      await current(tenantId)
      const first = await unwrapped(tenantId, 1)
      return hkdf(first, { info: 'countersign blind index v1', byteLength: INDEX_KEY_BYTES })
    },

    /** Gives an organisation a new key. New sessions use it; `rewrap` brings the others to it. */
    async rotate(tenantId: string, deed: Deed): Promise<number> {
      const { version } = await current(tenantId)
      await addTenantKey(tenantId, version + 1, deed)
      return version + 1
    },

    /**
     * Wraps up to `limit` session keys that are under an older key of the organisation with the current one. Reading goes on
     * meanwhile. @returns how many, and how many are left
     */
    async rewrap(tenantId: string, limit = 100): Promise<{ done: number; left: number }> {
      const { version: tenantVersion, key } = await current(tenantId)
      const where = { tenantId, tenantVersion: { lt: tenantVersion } }
      const rows = await db.asTenant(tenantId, (tx) =>
        tx.sessionKey.findMany({ where, take: limit }),
      )
      for (const row of rows) {
        const plain = await find(row)
        if (plain === null) continue
        const wrapped = seal(key, sessionContext({ ...row, tenantVersion }), plain)
        const seen = { sessionId: row.sessionId, tenantVersion: row.tenantVersion }
        const change = { where: seen, data: { tenantVersion, wrapped } }
        await db.asTenant(tenantId, (tx) => tx.sessionKey.updateMany(change))
      }
      const left = await db.asTenant(tenantId, (tx) => tx.sessionKey.count({ where }))
      return { done: rows.length, left }
    },

    /** Wraps every organisation's keys with the root key as it is now; for after the root key was rotated. */
    async rewrapTenants(deed: Deed): Promise<number> {
      const rows = await db.asSystem((tx) => tx.tenantKey.findMany())
      for (const { tenantId, version, wrapped } of rows) {
        const name = tenantContext(tenantId, version)
        const anew = await root.wrap(await root.unwrap(wrapped, name), name)
        const change = { where: { tenantId, version }, data: { wrapped: new Uint8Array(anew) } }
        const entry = {
          action: 'TENANT_KEY_REWRAPPED',
          object: tenantId,
          details: { version },
        } as const
        await db.asTenant(tenantId, async (tx) => {
          await tx.tenantKey.updateMany(change)
          await appendAudit(tx, tenantId, { ...deed, ...entry })
        })
      }
      return rows.length
    },

    status: () => keyStatus(db),
  }
}

/** How many sessions are under each version of each organisation's key. */
async function keyStatus(db: Database) {
  const [tenants, sessions] = await db.asSystem(async (tx) => [
    await tx.tenantKey.findMany({ orderBy: [{ tenantId: 'asc' }, { version: 'asc' }] }),
    await tx.sessionKey.groupBy({ by: ['tenantId', 'tenantVersion'], _count: true }),
  ])
  return tenants.map(({ tenantId, version, createdAt }) => {
    const isUnder = (group: { tenantId: string; tenantVersion: number }) =>
      group.tenantId === tenantId && group.tenantVersion === version
    return { tenantId, version, createdAt, sessions: sessions.find(isUnder)?._count ?? 0 }
  })
}

function tenantContext(tenantId: string, version: number): string {
  return `v1|tenant-key|${tenantId}|${version}`
}

type OfSession = SessionRef & { tenantVersion: number }

function sessionContext({ tenantId, sessionId, tenantVersion }: OfSession): string {
  return `v1|session-key|${tenantId}|${sessionId}|${tenantVersion}`
}
