import { AppError } from '../errors'
import { ENDPOINT_DISABLED_EVENT } from '../webhooks/event-types'
import type { EndpointSecret } from '../webhooks/secrets'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import { newId } from './ids'
import type { Keys } from './keys'
import { announceEvent } from './webhook-events'
import { type EndpointRef, endpointSecrets } from './webhook-secrets'

export type DisabledReason = 'OWNER' | 'GONE' | 'FAILING'

/** A place that is told of events, without its secrets. */
export type WebhookEndpoint = {
  id: string
  tenantId: string
  url: string
  /** Empty: every event. */
  eventTypes: string[]
  publicKey: string
  createdAt: Date
  wantsSince: Date
  pausedAt: Date | null
  disabledAt: Date | null
  disabledReason: string | null
  failures: number
  failingSince: Date | null
  restsUntil: Date | null
}

type NewEndpoint = { url: string; eventTypes: readonly string[]; secret: EndpointSecret }

type Changes = {
  url?: string
  eventTypes?: string[]
  wantsSince?: Date
  pausedAt?: Date | null
  disabledAt?: null
  disabledReason?: null
}

/** An endpoint without failures, as far as is known. */
export const HEALTHY = { failures: 0, failingSince: null, restsUntil: null }

export function webhookEndpointStore(db: Database, keys: Keys) {
  const { open: openSecrets, seal: sealed } = endpointSecrets(keys)

  return {
    /** The secrets are encrypted with a key of the endpoint's own. */
    async create(
      tenantId: string,
      { url, eventTypes, secret }: NewEndpoint,
      deed: Deed,
    ): Promise<WebhookEndpoint> {
      const id = newId('webhookEndpoint')
      const secrets = await sealed({ tenantId, id }, [secret])
      const { publicKey } = secret
      const about = { url, eventTypes: [...eventTypes], secrets, publicKey }
      const times = { createdAt: deed.at, wantsSince: deed.at }
      return db.asTenant(tenantId, async (tx) => {
        const row = await tx.webhookEndpoint.create({ data: { id, tenantId, ...about, ...times } })
        await appendAudit(tx, tenantId, { ...deed, action: 'WEBHOOK_ENDPOINT_CREATED', object: id })
        return toEndpoint(row)
      })
    },

    list: async (tenantId: string): Promise<WebhookEndpoint[]> => {
      const query = { where: { tenantId }, orderBy: { id: 'asc' } } as const
      const rows = await db.asTenant(tenantId, (tx) => tx.webhookEndpoint.findMany(query))
      return rows.map(toEndpoint)
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    get: (tenantId: string, id: string): Promise<WebhookEndpoint> =>
      db.asTenant(tenantId, async (tx) => toEndpoint(await find(tx, { tenantId, id }))),

    /** Newest first; those of before a rotation stay until their time is over. */
    async secrets(ref: EndpointRef): Promise<EndpointSecret[]> {
      const { secrets: sealed } = await db.asTenant(ref.tenantId, (tx) => find(tx, ref))
      return openSecrets({ ...ref, sealed })
    },

    async setSecrets(
      ref: EndpointRef,
      all: [EndpointSecret, ...EndpointSecret[]],
      deed: Deed,
    ): Promise<void> {
      const data = { secrets: await sealed(ref, all), publicKey: all[0].publicKey }
      await db.asTenant(ref.tenantId, async (tx) => {
        await tx.webhookEndpoint.update({ where: { id: ref.id }, data })
        const entry = { ...deed, action: 'WEBHOOK_SECRET_ROTATED', object: ref.id } as const
        await appendAudit(tx, ref.tenantId, entry)
      })
    },

    /** Whatever is changed, its failures are forgotten: the next attempt shows. */
    change: (
      { tenantId, id }: EndpointRef,
      changes: Changes,
      deed: Deed,
    ): Promise<WebhookEndpoint> =>
      db.asTenant(tenantId, async (tx) => {
        await find(tx, { tenantId, id })
        const data = { ...changes, ...HEALTHY }
        const row = await tx.webhookEndpoint.update({ where: { id }, data })
        const details = { changed: Object.keys(changes) }
        const entry = { ...deed, action: 'WEBHOOK_ENDPOINT_CHANGED', object: id, details } as const
        await appendAudit(tx, tenantId, entry)
        return toEndpoint(row)
      }),

    /**
     * Nothing is sent any more; what waits becomes a dead letter. When it was not the owner's wish, the other endpoints are
     * told. Twice is harmless. @throws AppError NOT_FOUND
     */
    disable: (ref: EndpointRef, reason: DisabledReason, deed: Deed): Promise<WebhookEndpoint> =>
      db.asTenant(ref.tenantId, (tx) => disableEndpoint(tx, ref, reason, deed)),

    /** It has as much in hand as it can take: nothing is asked for until one succeeds, or the time is over. */
    async rest({ tenantId, id }: EndpointRef, until: Date): Promise<void> {
      const where = { id, tenantId, restsUntil: null }
      const change = { where, data: { restsUntil: until } }
      await db.asTenant(tenantId, (tx) => tx.webhookEndpoint.updateMany(change))
    },

    /** One delivery may try an endpoint that rested; the others wait `until`. @returns whether it may */
    async takeTurn({ tenantId, id }: EndpointRef, now: Date, until: Date): Promise<boolean> {
      const where = { id, tenantId, restsUntil: { lte: now } }
      const change = { where, data: { restsUntil: until } }
      const { count } = await db.asTenant(tenantId, (tx) => tx.webhookEndpoint.updateMany(change))
      return count === 1
    },
  }
}

async function find(tx: Transaction, { tenantId, id }: EndpointRef) {
  const row = await tx.webhookEndpoint.findFirst({ where: { id, tenantId } })
  if (row === null) throw new AppError('NOT_FOUND', `There is no webhook endpoint ${id}.`, 'id')
  return row
}

export async function disableEndpoint(
  tx: Transaction,
  { tenantId, id }: EndpointRef,
  reason: DisabledReason,
  deed: Deed,
): Promise<WebhookEndpoint> {
  const where = { id, tenantId, disabledAt: null }
  const data = { disabledAt: deed.at, disabledReason: reason }
  const { count } = await tx.webhookEndpoint.updateMany({ where, data })
  if (count === 1) {
    await tx.webhookDelivery.updateMany({
      where: { tenantId, endpointId: id, state: 'PENDING' },
      data: { state: 'DEAD', lastError: 'ENDPOINT_DISABLED' },
    })
    if (reason !== 'OWNER') await announce(tx, { tenantId, id }, reason, deed.at)
    const details = { reason }
    const entry = { ...deed, action: 'WEBHOOK_ENDPOINT_DISABLED', object: id, details } as const
    await appendAudit(tx, tenantId, entry)
  }
  return toEndpoint(await find(tx, { tenantId, id }))
}

async function announce(
  tx: Transaction,
  { tenantId, id }: EndpointRef,
  reason: DisabledReason,
  at: Date,
): Promise<void> {
  const data = { id, reason }
  await announceEvent(tx, { tenantId, type: ENDPOINT_DISABLED_EVENT, at, data })
}

function toEndpoint<T extends { secrets: unknown }>({ secrets: _, ...endpoint }: T) {
  return endpoint
}
