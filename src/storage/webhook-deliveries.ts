import type { Database, Transaction } from './database'
import { newId } from './ids'
import { addAllToOutbox } from './outbox'
import { disableEndpoint, HEALTHY, type WebhookEndpoint } from './webhook-endpoints'
import { createDeliveries } from './webhook-events'

export type DeliveryState = 'PENDING' | 'DELIVERED' | 'DEAD'

export type WebhookDelivery = {
  id: string
  tenantId: string
  endpointId: string
  state: DeliveryState
  attempts: number
  nextAttemptAt: Date
  lastError: string | null
  deliveredAt: Date | null
  createdAt: Date
}

/** A delivery with what is needed to make an attempt. */
export type DueDelivery = WebhookDelivery & {
  event: { id: string; sessionId: string | null; payload: unknown }
  endpoint: WebhookEndpoint
}

/** One attempt, and what follows from it for the delivery and for the endpoint. */
export type AttemptResult = {
  at: Date
  status: number | null
  error: string | null
  latencyMs: number
  excerpt: string
  state: DeliveryState
  nextAttemptAt: Date
  endpoint: 'WORKS' | 'FAILS' | 'GONE'
}

/** When a failing endpoint rests, and when it is given up. */
type Patience = { failures: number; restMs: number; giveUpMs: number }

const ENDPOINT = { omit: { secrets: true } } as const

export function webhookDeliveryStore(db: Database) {
  return {
    /** One delivery per endpoint that wants the event. Doing it twice makes no second one. */
    async fanOut(tenantId: string, eventId: string, at: Date): Promise<void> {
      await db.asTenant(tenantId, async (tx) => {
        const { type } = await tx.webhookEvent.findUniqueOrThrow({ where: { id: eventId } })
        const wanted = { OR: [{ eventTypes: { isEmpty: true } }, { eventTypes: { has: type } }] }
        const where = { tenantId, disabledAt: null, ...wanted }
        const endpoints = await tx.webhookEndpoint.findMany({ where })
        await createDeliveries(tx, { tenantId, eventId }, endpoints, at)
      })
    },

    due: (tenantId: string, id: string): Promise<DueDelivery | null> =>
      db.asTenant(tenantId, (tx) =>
        tx.webhookDelivery.findFirst({
          where: { id, tenantId },
          include: { event: true, endpoint: ENDPOINT },
        }),
      ),

    /** Not now: `askForDue` comes back to it `until`. */
    async hold({ id, tenantId, attempts }: WebhookDelivery, until: Date): Promise<void> {
      const where = { id, tenantId, attempts, state: 'PENDING' } as const
      const change = { where, data: { nextAttemptAt: until } }
      await db.asTenant(tenantId, (tx) => tx.webhookDelivery.updateMany(change))
    },

    /** The endpoint was disabled before the delivery was made for it. */
    async bury({ id, tenantId }: WebhookDelivery): Promise<void> {
      const where = { id, tenantId, state: 'PENDING' } as const
      const data = { state: 'DEAD', lastError: 'ENDPOINT_DISABLED' } as const
      await db.asTenant(tenantId, (tx) => tx.webhookDelivery.updateMany({ where, data }))
    },

    /** Records an attempt, unless another worker recorded the same one first. @returns whether it was recorded */
    recordAttempt: (
      delivery: DueDelivery,
      result: AttemptResult,
      patience: Patience,
    ): Promise<boolean> => {
      return db.asTenant(delivery.tenantId, async (tx) => {
        const { id, failures } = delivery.endpoint
        const isNews = result.endpoint !== 'WORKS' || failures > 0
        // Endpoint first, then its deliveries, as whoever disables it does: no two wait for each other.
        if (isNews)
          await tx.$executeRaw`select 1 from "WebhookEndpoint" where id = ${id} for update`
        const recorded = await record(tx, delivery, result)
        if (recorded && isNews) await noteHealth(tx, delivery.endpoint, result, patience)
        return recorded
      })
    },

    /**
     * Asks again for deliveries whose time has come, in turns: of each endpoint a few, of one that fails one. Those of paused
     * and resting endpoints wait. @returns how many
     */
    async askForDue(now: Date, limit = 500): Promise<number> {
      return db.asSystem(async (tx) => {
        const due = await tx.$queryRaw<{ id: string; tenantId: string; attempts: number }[]>`
          select d.id, d."tenantId", d.attempts from "WebhookEndpoint" e
          cross join lateral (
            select id, "tenantId", attempts, "nextAttemptAt" from "WebhookDelivery"
            where "endpointId" = e.id and state = 'PENDING' and "nextAttemptAt" <= ${now}
            order by "nextAttemptAt" limit case when e.failures > 0 then 1 else ${MOST_OF_ONE} end
            for update skip locked) d
          where e."pausedAt" is null and (e."restsUntil" is null or e."restsUntil" <= ${now})
          order by d."nextAttemptAt" limit ${limit}`
        if (due.length === 0) return 0
        const jobs = due.map(({ id, tenantId, attempts }) => {
          return { jobId: `${id}-${attempts}`, data: { tenantId, deliveryId: id } }
        })
        await addAllToOutbox(tx, 'deliverWebhook', jobs)
        const ids = due.map(({ id }) => id)
        const lease = { nextAttemptAt: new Date(now.getTime() + LEASE_MS) }
        await tx.webhookDelivery.updateMany({ where: { id: { in: ids } }, data: lease })
        return due.length
      })
    },
  }
}

/** How many deliveries of one endpoint are asked for at once. */
const MOST_OF_ONE = 50

/** How long an attempt may take before it is asked for again. */
const LEASE_MS = 60_000

async function record(
  tx: Transaction,
  { id, tenantId, attempts, event }: DueDelivery,
  { at, state, nextAttemptAt, status, error, latencyMs, excerpt }: AttemptResult,
): Promise<boolean> {
  const deliveredAt = state === 'DELIVERED' ? at : null
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, tenantId, attempts, state: 'PENDING' },
    data: { attempts: attempts + 1, state, nextAttemptAt, lastError: error, deliveredAt },
  })
  if (count === 0) return false
  const attempt = { id: newId('webhookAttempt'), tenantId, deliveryId: id }
  const kept = (await isErased(tx, event.sessionId)) ? '' : excerpt
  const told = { at, status, error, latencyMs, excerpt: kept }
  await tx.webhookAttempt.create({ data: { ...attempt, ...told } })
  return true
}

/** What consumers answer may be about a person, whom we must not come to know again. */
async function isErased(tx: Transaction, sessionId: string | null): Promise<boolean> {
  if (sessionId === null) return false
  return (await tx.kycSession.count({ where: { id: sessionId, status: 'ERASED' } })) > 0
}

/** The breaker: failures in a row make an endpoint rest, and after days of them it is given up. */
async function noteHealth(
  tx: Transaction,
  { id, tenantId }: WebhookEndpoint,
  { endpoint, at }: AttemptResult,
  patience: Patience,
): Promise<void> {
  const where = { id, tenantId }
  if (endpoint === 'GONE') return void (await disableEndpoint(tx, where, 'GONE', at))
  if (endpoint === 'WORKS')
    return void (await tx.webhookEndpoint.updateMany({ where, data: HEALTHY }))
  const data = { failures: { increment: 1 } }
  const failing = await tx.webhookEndpoint.update({ where: { id }, data })
  const since = failing.failingSince ?? at
  const rests = failing.failures >= patience.failures
  const restsUntil = rests ? new Date(at.getTime() + patience.restMs) : null
  await tx.webhookEndpoint.update({ where: { id }, data: { failingSince: since, restsUntil } })
  if (at.getTime() - since.getTime() > patience.giveUpMs)
    await disableEndpoint(tx, where, 'FAILING', at)
}
