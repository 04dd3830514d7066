import type { EndpointSecret } from '../webhooks/secrets'
import type { Database, Transaction } from './database'
import { newId } from './ids'
import type { Keys } from './keys'
import { addAllToOutbox } from './outbox'
import { WANTED } from './wanted-events'
import { disableEndpoint, type WebhookEndpoint } from './webhook-endpoints'
import { createDeliveries, LEASE_MS } from './webhook-events'
import { noteHealth, type Patience } from './webhook-health'
import { endpointSecrets } from './webhook-secrets'

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
  secrets: EndpointSecret[]
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

export function webhookDeliveryStore(db: Database, keys: Keys) {
  const { open: openSecrets } = endpointSecrets(keys)
  return {
    /** One delivery per endpoint that wants the event. Doing it twice makes no second one. */
    async fanOut(tenantId: string, eventId: string, at: Date): Promise<void> {
      await db.asTenant(tenantId, async (tx) => {
        await createDeliveries(tx, { tenantId, eventId }, await wanting(tx, eventId, at), at)
      })
    },

    async due(tenantId: string, id: string): Promise<DueDelivery | null> {
      const include = { event: true, endpoint: true }
      const row = await db.asTenant(tenantId, (tx) =>
        tx.webhookDelivery.findFirst({ where: { id, tenantId }, include }),
      )
      if (row === null) return null
      const { secrets: sealed, ...endpoint } = row.endpoint
      return { ...row, endpoint, secrets: await openSecrets({ ...endpoint, sealed }) }
    },

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

    /** Records an attempt, unless another worker recorded the same one first. */
    recordAttempt: (
      delivery: DueDelivery,
      result: AttemptResult,
      patience: Patience,
    ): Promise<void> =>
      db.asTenant(delivery.tenantId, (tx) => conclude(tx, delivery, result, patience)),

    /**
     * Asks again for deliveries whose time has come: of each endpoint one, and each success asks for the next, so that its own
     * pace is that of the endpoint. Those of paused and resting endpoints wait. @returns whether there may be more
     */
    async askForDue(now: Date, limit = 25): Promise<boolean> {
      return db.asSystem(async (tx) => {
        const due = await tx.$queryRaw<Due[]>`
          select d.id, d."tenantId", d.attempts from "WebhookEndpoint" e
          cross join lateral (
            select id, "tenantId", attempts, "nextAttemptAt" from "WebhookDelivery"
            where "endpointId" = e.id and state = 'PENDING' and "nextAttemptAt" <= ${now}
            order by "nextAttemptAt" limit 1 for update skip locked) d
          where e."pausedAt" is null and (e."restsUntil" is null or e."restsUntil" <= ${now})
          order by d."nextAttemptAt" limit ${limit}`
        if (due.length > 0) await askFor(tx, due, now)
        return due.length === limit
      })
    },
  }
}

/** So many of an endpoint's deliveries go at once, before the others wait for those to succeed. */
const AT_ONCE = 4

/** The priority of those that go out again: after the first attempts of whole fans. */
const LATER = 1000

/** The endpoints that want an event, and whether they can take it now. */
async function wanting(tx: Transaction, eventId: string, at: Date) {
  const inHand = new Date(at.getTime() + LEASE_MS)
  return tx.$queryRaw<{ id: string; takesNow: boolean }[]>`
    select e.id, e.failures = 0 and e."pausedAt" is null and e."restsUntil" is null and (
      select count(*) from (
        select 1 from "WebhookDelivery" d where d."endpointId" = e.id and d.state = 'PENDING'
          and d."nextAttemptAt" <= ${inHand} limit ${AT_ONCE}) near) < ${AT_ONCE} as "takesNow"
    from "WebhookEvent" w join "WebhookEndpoint" e on e."tenantId" = w."tenantId"
    where w.id = ${eventId} and e."disabledAt" is null
      and ${WANTED}`
}

type Due = { id: string; tenantId: string; attempts: number }

/** Nobody else does until the lease is over. */
async function askFor(tx: Transaction, due: Due[], now: Date): Promise<void> {
  const jobs = due.map(({ id, tenantId, attempts }) => {
    const data = { tenantId, deliveryId: id }
    return { jobId: `${id}-${attempts}`, data, priority: LATER }
  })
  await addAllToOutbox(tx, 'deliverWebhook', jobs)
  const where = { id: { in: due.map(({ id }) => id) } }
  const nextAttemptAt = new Date(now.getTime() + LEASE_MS)
  await tx.webhookDelivery.updateMany({ where, data: { nextAttemptAt } })
}

async function askForNext(tx: Transaction, endpointId: string, now: Date): Promise<void> {
  const due = await tx.$queryRaw<Due[]>`
    select id, "tenantId", attempts from "WebhookDelivery"
    where "endpointId" = ${endpointId} and state = 'PENDING' and "nextAttemptAt" <= ${now}
    order by "nextAttemptAt" limit 1 for update skip locked`
  if (due.length > 0) await askFor(tx, due, now)
}

/** Endpoint first, then its deliveries, as whoever disables it does: no two wait for each other. */
async function conclude(
  tx: Transaction,
  delivery: DueDelivery,
  result: AttemptResult,
  patience: Patience,
): Promise<void> {
  const { id } = delivery.endpoint
  const givenUp = await noteHealth(tx, delivery.endpoint, result, patience)
  const recorded = await record(tx, delivery, result)
  if (recorded && result.endpoint === 'WORKS') await askForNext(tx, id, result.at)
  const deed = { actor: 'SYSTEM', at: result.at }
  if (givenUp) await disableEndpoint(tx, delivery.endpoint, givenUp, deed)
}

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
  const kept = excerpt && (await isErased(tx, event.sessionId)) ? '' : excerpt
  const told = { at, status, error, latencyMs, excerpt: kept }
  await tx.webhookAttempt.create({ data: { ...attempt, ...told } })
  return true
}

/** What consumers answer may be about a person, whom we must not come to know again. */
async function isErased(tx: Transaction, sessionId: string | null): Promise<boolean> {
  if (sessionId === null) return false
  return (await tx.kycSession.count({ where: { id: sessionId, status: 'ERASED' } })) > 0
}
