import type { AuditAction } from '../audit/actions'
import { AppError } from '../errors'
import { type Page, type PageArgs, readPage } from '../page'
import { type AuditDetails, type AuditRow, auditRowText, NO_ROW } from '../trust/audit-row'
import type { MerkleTree } from '../trust/merkle'
import { CHECKPOINT_EVENT } from '../webhooks/event-types'
import type { Database, Transaction } from './database'
import { Prisma } from './generated/client'
import { announceEvent } from './webhook-events'

const { sql } = Prisma
type Sql = Prisma.Sql

/** Who does something, and when. */
export type Deed = { actor: string; at: Date }

/** What is written of it. `object`: the id of what it was done to. `details`: ids, codes and numbers, nothing of a person. */
export type AuditEntry = Deed & { action: AuditAction; object: string; details?: AuditDetails }

/** A row with an id for the outside, its cursor as well. */
export type AuditEvent = AuditRow & { id: string }

export type AuditCheckpoint = { id: string; size: number; at: Date; note: string }

export type LastCheckpoint = { note: string; tree: MerkleTree }

/**
 * Adds a row to the organisation's log, in the transaction of what it tells of. Call it last: it locks the end of the chain
 * until the transaction ends, and whoever holds that lock must wait for nothing else.
 */
export async function appendAudit(
  tx: Transaction,
  tenantId: string,
  { at, actor, action, object, details = {} }: AuditEntry,
): Promise<void> {
  const time = at.toISOString()
  const { beforePrev, beforeSeq, afterSeq } = auditRowText({
    tenantId,
    at: time,
    actor,
    action,
    object,
    details,
  })
  const hashOf = (prev: Sql, seq: Sql) => sql`
    encode(sha256('\\x00'::bytea || convert_to(${beforePrev} || ${prev} || ${beforeSeq} || ${seq} || ${afterSeq}, 'UTF8')), 'hex')`
  await tx.$executeRaw`
    with head as (
      insert into "AuditChain" as c ("tenantId", seq, prev, hash)
      values (${tenantId}, 1, ${NO_ROW}, ${hashOf(sql`${NO_ROW}`, sql`'1'`)})
      on conflict ("tenantId") do update set seq = c.seq + 1, prev = c.hash, hash = ${hashOf(sql`c.hash`, sql`(c.seq + 1)`)}
      returning seq, prev, hash)
    insert into "AuditEvent" ("tenantId", seq, at, actor, action, object, details, prev, hash)
    select ${tenantId}, seq, ${time}::timestamp, ${actor}, ${action}, ${object}, ${JSON.stringify(details)}::jsonb, prev, hash
    from head`
}

export function auditStore(db: Database) {
  return {
    /** For what is no change in the database, such as looking at something. */
    append: (tenantId: string, entry: AuditEntry): Promise<void> =>
      db.asTenant(tenantId, (tx) => appendAudit(tx, tenantId, entry)),

    /** The last row; of an empty log, number 0. */
    async head(tenantId: string): Promise<{ seq: number; hash: string }> {
      const where = { tenantId }
      const head = await db.asTenant(tenantId, (tx) => tx.auditChain.findUnique({ where }))
      return head ?? { seq: 0, hash: NO_ROW }
    },

    /** Up to `limit` rows after number `after`, in their order. */
    async rows(tenantId: string, after: number, limit: number): Promise<AuditRow[]> {
      const where = { tenantId, seq: { gt: after } }
      const query = { where, orderBy: { seq: 'asc' }, take: limit } as const
      return (await db.asTenant(tenantId, (tx) => tx.auditEvent.findMany(query))).map(toRow)
    },

    /** @throws AppError INVALID */
    list: (tenantId: string, args: PageArgs): Promise<Page<AuditEvent>> =>
      db.asTenant(tenantId, (tx) =>
        readPage(args, async ({ take, skip = 0, orderBy, cursor }) => {
          const at = cursor && { cursor: { tenantId_seq: { tenantId, seq: numberOf(cursor.id) } } }
          const order = { orderBy: { seq: orderBy.id } }
          const query = { where: { tenantId }, take, skip, ...order, ...at }
          return (await tx.auditEvent.findMany(query)).map(toEvent)
        }),
      ),

    /** @throws AppError INVALID */
    checkpoints: (tenantId: string, args: PageArgs): Promise<Page<AuditCheckpoint>> =>
      db.asTenant(tenantId, (tx) =>
        readPage(args, async ({ take, skip = 0, orderBy, cursor }) => {
          const at = cursor && {
            cursor: { tenantId_size: { tenantId, size: numberOf(cursor.id) } },
          }
          const order = { orderBy: { size: orderBy.id } }
          const query = { where: { tenantId }, take, skip, ...order, ...at }
          return (await tx.auditCheckpoint.findMany(query)).map(toCheckpoint)
        }),
      ),

    /** The signed notes of all checkpoints, in their order. */
    async notes(tenantId: string): Promise<string[]> {
      const query = {
        where: { tenantId },
        orderBy: { size: 'asc' },
        select: { note: true },
      } as const
      const rows = await db.asTenant(tenantId, (tx) => tx.auditCheckpoint.findMany(query))
      return rows.map(({ note }) => note)
    },

    async lastCheckpoint(tenantId: string): Promise<LastCheckpoint | null> {
      const query = { where: { tenantId }, orderBy: { size: 'desc' } } as const
      const row = await db.asTenant(tenantId, (tx) => tx.auditCheckpoint.findFirst(query))
      return row && { note: row.note, tree: { size: row.size, peaks: row.peaks } }
    },

    /** Of two at once the first counts. It is an event where an endpoint asks for that. */
    async addCheckpoint(tenantId: string, { note, tree }: LastCheckpoint, at: Date): Promise<void> {
      const { size, peaks } = tree
      const row = { tenantId, size, peaks: [...peaks], note, at }
      await db.asTenant(tenantId, async (tx) => {
        const made = await tx.auditCheckpoint.createMany({ data: [row], skipDuplicates: true })
        const asking = { tenantId, disabledAt: null, eventTypes: { has: CHECKPOINT_EVENT } }
        if (made.count === 0 || (await tx.webhookEndpoint.count({ where: asking })) === 0) return
        const data = { id: idOf('acp', tenantId, size), size, checkpoint: note }
        await announceEvent(tx, { tenantId, type: CHECKPOINT_EVENT, at, data })
      })
    },

    /** Organisations with `rows` rows that no checkpoint covers, or with one from before `before`. */
    async due(before: Date, rows: number, limit: number): Promise<string[]> {
      const found = await db.asSystem(
        (tx) => tx.$queryRaw<{ tenantId: string }[]>`
        select c."tenantId" from "AuditChain" c
          left join lateral (select max(size) as size from "AuditCheckpoint" p where p."tenantId" = c."tenantId") last on true
          left join "AuditEvent" e on e."tenantId" = c."tenantId" and e.seq = coalesce(last.size, 0) + 1
        where c.seq > coalesce(last.size, 0)
          and (c.seq >= coalesce(last.size, 0) + ${rows} or e.at is null or e.at < ${before})
        order by c."tenantId" limit ${limit}`,
      )
      return found.map(({ tenantId }) => tenantId)
    },
  }
}

type Stored = Omit<AuditRow, 'at' | 'details'> & { at: Date; details: unknown }

function toRow({ at, details, ...row }: Stored): AuditRow {
  return { ...row, at: at.toISOString(), details: details as AuditDetails }
}

function toEvent(row: Stored): AuditEvent {
  return { id: idOf('aud', row.tenantId, row.seq), ...toRow(row) }
}

function toCheckpoint(row: { tenantId: string; size: number; at: Date; note: string }) {
  const { tenantId, size, at, note } = row
  return { id: idOf('acp', tenantId, size), size, at, note }
}

function idOf(kind: 'aud' | 'acp', tenantId: string, number: number): string {
  return `${kind}_${tenantId.slice('org_'.length)}_${number}`
}

function numberOf(id: string): number {
  const number = /^a(?:ud|cp)_[0-9a-z]+_(\d{1,9})$/.exec(id)?.[1]
  if (number === undefined)
    throw new AppError('INVALID', 'This is no cursor of this list.', 'after')
  return Number(number)
}
