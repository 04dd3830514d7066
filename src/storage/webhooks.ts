import { randomBytes } from 'node:crypto'
import { AppError } from '../errors'
import { appendAudit, type Deed } from './audit'
import type { Database } from './database'
import { newId } from './ids'
import { addToOutbox } from './outbox'

export type WebhookEndpoint = {
  id: string
  tenantId: string
  url: string
  secret: string
  disabledAt: Date | null
  createdAt: Date
}

/** A delivery with what is needed to make an attempt. */
export type DueDelivery = {
  id: string
  state: 'PENDING' | 'DELIVERED' | 'DEAD'
  attempts: number
  nextAttemptAt: Date
  event: { id: string; payload: unknown }
  endpoint: WebhookEndpoint
}

export type AttemptResult = {
  attempts: number
  state: 'PENDING' | 'DELIVERED' | 'DEAD'
  nextAttemptAt: Date
  lastStatus: number | null
  lastError: string | null
  deliveredAt: Date | null
}

export function webhookStore(db: Database) {
  return {
    /** A new endpoint with a secret of its own, in the form of Standard Webhooks (`whsec_` + base64). */
    createEndpoint: (tenantId: string, url: string, deed: Deed): Promise<WebhookEndpoint> =>
      db.asTenant(tenantId, async (tx) => {
        const id = newId('webhookEndpoint')
        const secret = `whsec_${randomBytes(32).toString('base64')}`
        const data = { id, tenantId, url, secret, createdAt: deed.at }
        const endpoint = await tx.webhookEndpoint.create({ data })
        const entry = { ...deed, action: 'WEBHOOK_ENDPOINT_CREATED', object: id } as const
        await appendAudit(tx, tenantId, entry)
        return endpoint
      }),

    endpoints: (tenantId: string): Promise<WebhookEndpoint[]> =>
      db.asTenant(tenantId, (tx) =>
        tx.webhookEndpoint.findMany({ where: { tenantId }, orderBy: { id: 'asc' } }),
      ),

    /** Disabling it again changes nothing. @throws AppError NOT_FOUND, also when it is another organisation's */
    async disableEndpoint(tenantId: string, id: string, deed: Deed): Promise<WebhookEndpoint> {
      return db.asTenant(tenantId, async (tx) => {
        const live = { id, tenantId, disabledAt: null }
        const change = { where: live, data: { disabledAt: deed.at } }
        const { count } = await tx.webhookEndpoint.updateMany(change)
        const found = await tx.webhookEndpoint.findFirst({ where: { id, tenantId } })
        if (!found) throw new AppError('NOT_FOUND', `There is no webhook endpoint ${id}.`, 'id')
        const entry = { ...deed, action: 'WEBHOOK_ENDPOINT_DISABLED', object: id } as const
        if (count === 1) await appendAudit(tx, tenantId, entry)
        return found
      })
    },

    /** One delivery per live endpoint, and a job for each. Doing it twice makes no second delivery. */
    async fanOut(tenantId: string, eventId: string, at: Date): Promise<void> {
      await db.asTenant(tenantId, async (tx) => {
        const endpoints = await tx.webhookEndpoint.findMany({
          where: { tenantId, disabledAt: null },
        })
        for (const { id: endpointId } of endpoints) {
          const id = newId('delivery')
          const delivery = {
            id,
            tenantId,
            eventId,
            endpointId,
            state: 'PENDING',
            nextAttemptAt: at,
          } as const
          const { count } = await tx.webhookDelivery.createMany({
            data: delivery,
            skipDuplicates: true,
          })
          if (count === 1)
            await addToOutbox(tx, 'deliverWebhook', `${id}-0`, { tenantId, deliveryId: id })
        }
      })
    },

    delivery: async (tenantId: string, id: string): Promise<DueDelivery | null> =>
      db.asTenant(tenantId, (tx) =>
        tx.webhookDelivery.findFirst({
          where: { id, tenantId },
          include: { event: true, endpoint: true },
        }),
      ),

    /** Records an attempt, unless another worker recorded the same one first. @returns whether it was recorded */
    async recordAttempt(
      { id, attempts, endpoint: { tenantId } }: DueDelivery,
      result: AttemptResult,
    ): Promise<boolean> {
      const where = { id, tenantId, attempts, state: 'PENDING' } as const
      const { count } = await db.asTenant(tenantId, (tx) =>
        tx.webhookDelivery.updateMany({ where, data: result }),
      )
      return count === 1
    },

    /** Asks again for deliveries whose time has come. @returns how many */
    async askForDue(now: Date, limit = 100): Promise<number> {
      return db.asSystem(async (tx) => {
        const due = await tx.$queryRaw<{ id: string; tenantId: string; attempts: number }[]>`
          select id, "tenantId", attempts from "WebhookDelivery" where state = 'PENDING' and "nextAttemptAt" <= ${now}
          order by "nextAttemptAt" limit ${limit} for update skip locked`
        for (const { id, tenantId, attempts } of due) {
          await addToOutbox(tx, 'deliverWebhook', `${id}-${attempts}`, { tenantId, deliveryId: id })
        }
        const lease = new Date(now.getTime() + LEASE_MS)
        await tx.webhookDelivery.updateMany({
          where: { id: { in: due.map(({ id }) => id) } },
          data: { nextAttemptAt: lease },
        })
        return due.length
      })
    },
  }
}

/** How long an attempt may take before it is asked for again. */
const LEASE_MS = 60_000
