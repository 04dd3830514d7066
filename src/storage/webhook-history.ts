import { AppError } from '../errors'
import { type PageArgs, readPage } from '../page'
import { TEST_EVENT } from '../webhooks/event-types'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import { newId } from './ids'
import type { DeliveryState } from './webhook-deliveries'
import type { WebhookEndpoint } from './webhook-endpoints'
import { createDeliveries, createEvent } from './webhook-events'
import type { EndpointRef } from './webhook-secrets'

/** `from` and `before`: when the event happened. */
export type DeliveryFilter = {
  endpointId?: string
  eventId?: string
  sessionId?: string
  states?: DeliveryState[]
  from?: Date
  before?: Date
}

export type Replay = Omit<DeliveryFilter, 'endpointId'> & { missing: boolean }

/** What one call of `replay` takes on. */
const MOST_REPLAYED = 10_000

const WITH_LOG = { event: true, log: { orderBy: { id: 'asc' } } } as const

/** Deliveries as their organisation sees them, and beginning them anew. */
export function webhookHistoryStore(db: Database) {
  return {
    /** With what came of the attempts; newest first. */
    list: (tenantId: string, filter: DeliveryFilter, args: PageArgs) =>
      db.asTenant(tenantId, (tx) =>
        readPage(args, (query) =>
          tx.webhookDelivery.findMany({
            where: { tenantId, ...deliveriesOf(filter) },
            include: WITH_LOG,
            ...query,
          }),
        ),
      ),

    find: (tenantId: string, id: string) =>
      db.asTenant(tenantId, (tx) =>
        tx.webhookDelivery.findFirst({ where: { id, tenantId }, include: WITH_LOG }),
      ),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    async assertEvent(tenantId: string, id: string): Promise<void> {
      const where = { id, tenantId }
      const found = await db.asTenant(tenantId, (tx) => tx.webhookEvent.count({ where }))
      if (found === 0) throw new AppError('NOT_FOUND', `There is no event ${id}.`, 'eventId')
    },

    /**
     * Begins deliveries anew, with all their attempts; they are sent in turns, as what is due always is. With `missing` also
     * events that the endpoint was never sent, for it was not there, or did not want them.
     * @returns how many; when it is as many as one call takes on, there may be more
     */
    replay: (
      endpoint: EndpointRef,
      { missing, ...filter }: Replay,
      deed: Deed,
    ): Promise<Replayed> =>
      db.asTenant(endpoint.tenantId, async (tx) => {
        const { at } = deed
        const again = await restart(tx, endpoint, filter, at)
        const room = MOST_REPLAYED - again
        const fresh = missing && room > 0 ? await addMissing(tx, endpoint, filter, { at, room }) : 0
        const count = again + fresh
        const about = { object: endpoint.id, details: { count } }
        const entry = { ...deed, action: 'WEBHOOK_EVENTS_REPLAYED', ...about } as const
        await appendAudit(tx, endpoint.tenantId, entry)
        return { count, hasMore: count === MOST_REPLAYED }
      }),

    /**
     * Forgets up to `limit` events of each organisation that are past its time and have no delivery that is not DELIVERED. Eight
     * days at least are kept: until then events that got no deliveries are asked for again (outbox.ts). @returns how many
     */
    prune: (now: Date, limit: number): Promise<number> =>
      db.asSystem(async (tx) => {
        const old = await tx.$queryRaw<{ id: string }[]>`
          select w.id from "Organization" o cross join lateral (
            select id from "WebhookEvent" w
            where w."tenantId" = o.id and w."createdAt" < ${now}::timestamp - make_interval(days => o."webhookHistoryDays")
              and not exists (select 1 from "WebhookDelivery" d where d."eventId" = w.id and d.state <> 'DELIVERED')
              and not exists (select 1 from "OutboxEntry" j where j."jobId" = w.id and j."sentAt" is null)
            order by "createdAt" limit ${limit} for update skip locked) w
          limit ${limit}`
        return forget(
          tx,
          old.map(({ id }) => id),
        )
      }),

    /** An event for one endpoint alone. @returns the id of its delivery */
    test: (endpoint: WebhookEndpoint, at: Date): Promise<string> =>
      db.asTenant(endpoint.tenantId, async (tx) => {
        const { tenantId, id } = endpoint
        const eventId = await createEvent(tx, { tenantId, type: TEST_EVENT, at, data: { id } })
        const takesNow = endpoint.failures === 0 && endpoint.pausedAt === null
        await createDeliveries(tx, { tenantId, eventId }, [{ id, takesNow }], at)
        return (await tx.webhookDelivery.findFirstOrThrow({ where: { eventId } })).id
      }),
  }
}

export type Replayed = { count: number; hasMore: boolean }

/** A delivery that is replayed just now is left, and its event with it. */
async function forget(tx: Transaction, events: string[]): Promise<number> {
  const delivered = await tx.$queryRaw<{ id: string }[]>`
    select id from "WebhookDelivery" where "eventId" = any(${events}) and state = 'DELIVERED' for update`
  const ids = delivered.map(({ id }) => id)
  await tx.webhookAttempt.deleteMany({ where: { deliveryId: { in: ids } } })
  await tx.webhookDelivery.deleteMany({ where: { id: { in: ids } } })
  const where = { id: { in: events }, deliveries: { none: {} } }
  return (await tx.webhookEvent.deleteMany({ where })).count
}

type Filter = Omit<DeliveryFilter, 'endpointId'>

function deliveriesOf({ endpointId, eventId, states, ...event }: DeliveryFilter) {
  return {
    ...(endpointId && { endpointId }),
    ...(eventId && { eventId }),
    ...(states && { state: { in: states } }),
    event: eventsOf(event),
  }
}

function eventsOf({ sessionId, from, before }: Pick<Filter, 'sessionId' | 'from' | 'before'>) {
  const createdAt = { ...(from && { gte: from }), ...(before && { lt: before }) }
  return { ...(sessionId && { sessionId }), createdAt }
}

async function restart(
  tx: Transaction,
  { tenantId, id: endpointId }: EndpointRef,
  filter: Filter,
  at: Date,
): Promise<number> {
  const where = { tenantId, endpointId, ...deliveriesOf(filter) }
  const select = { id: true }
  const found = await tx.webhookDelivery.findMany({ where, select, take: MOST_REPLAYED })
  const data = { state: 'PENDING', attempts: 0, nextAttemptAt: at, deliveredAt: null } as const
  const ids = { tenantId, id: { in: found.map(({ id }) => id) } }
  return (await tx.webhookDelivery.updateMany({ where: ids, data })).count
}

async function addMissing(
  tx: Transaction,
  { tenantId, id: endpointId }: EndpointRef,
  { eventId, ...filter }: Filter,
  { at, room }: { at: Date; room: number },
): Promise<number> {
  const where = {
    tenantId,
    ...(eventId && { id: eventId }),
    ...eventsOf(filter),
    type: { not: TEST_EVENT },
    deliveries: { none: { endpointId } },
  }
  const events = await tx.webhookEvent.findMany({ where, select: { id: true }, take: room })
  const data = events.map(({ id: eventId }) => {
    const id = newId('delivery')
    return { id, tenantId, eventId, endpointId, state: 'PENDING', nextAttemptAt: at } as const
  })
  return (await tx.webhookDelivery.createMany({ data, skipDuplicates: true })).count
}
