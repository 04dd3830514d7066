import type { JobData, JobName } from '../queue/jobs'
import { currentContext } from '../request-context'
import { TEST_EVENT } from '../webhooks/event-types'
import type { Database, Transaction } from './database'
import { firstIdAt, newId } from './ids'
import { WANTED } from './wanted-events'

export type OutboxJob = { job: string; jobId: string; data: unknown; priority: number }

/**
 * Asks for a job in the transaction that needs it; the relay hands it to the queue once that is committed.
 * @param priority 0: before all others; then 1, 2, 3, …
 */
export async function addToOutbox<N extends JobName>(
  tx: Transaction,
  job: N,
  jobId: string,
  data: JobData<N>,
  priority = 0,
): Promise<void> {
  await addAllToOutbox(tx, job, [{ jobId, data, priority }])
}

/** Many jobs of one kind. */
export async function addAllToOutbox<N extends JobName>(
  tx: Transaction,
  job: N,
  jobs: { jobId: string; data: JobData<N>; priority: number }[],
): Promise<void> {
  const { requestId } = currentContext()
  const rows = jobs.map(({ jobId, data, priority }) => ({
    id: newId('outboxEntry'),
    tenantId: data.tenantId,
    job,
    jobId,
    data: { ...data, ...(requestId && { requestId }) },
    priority,
  }))
  await tx.outboxEntry.createMany({ data: rows })
  await tx.$executeRaw`select pg_notify('outbox', '')`
}

/** As many as the relay takes at once: enough to save round trips, few enough for a short transaction. */
const MOST_AT_ONCE = 500

/** The queue may be slow to take them. */
const RELAY_MS = 30_000

const WEEK_MS = 7 * 24 * 3_600_000

export function outboxStore(db: Database) {
  return {
    /**
     * Hands up to `limit` unsent jobs to `send` and marks them sent, in one transaction that other relays skip. A
     * crash between the two sends a job twice, never not at all; the job's id and the steps make twice harmless.
     * @returns how many were sent
     */
    async relay(send: (jobs: OutboxJob[]) => Promise<void>, limit = MOST_AT_ONCE): Promise<number> {
      return db.asSystem(async (tx) => {
        const rows = await tx.$queryRaw<({ id: string } & OutboxJob)[]>`
          select id, job, "jobId", data, priority from "OutboxEntry" where "sentAt" is null
          order by id limit ${limit} for update skip locked`
        if (rows.length === 0) return 0
        await send(rows.map(({ id: _, ...job }) => job))
        await tx.outboxEntry.updateMany({
          where: { id: { in: rows.map(({ id }) => id) } },
          data: { sentAt: new Date() },
        })
        return rows.length
      }, RELAY_MS)
    },

    /**
     * Asks again for events that an endpoint older than them wants and has no delivery of, and that nobody has asked for since
     * `before`: the queue lost the job. Looks back a week. One that still waits in the queue is not added twice.
     * @returns how many
     */
    async askForLostEvents(before: Date, limit = 100): Promise<number> {
      const from = firstIdAt('webhookEvent', new Date(before.getTime() - WEEK_MS))
      return db.asSystem(async (tx) => {
        const lost = await tx.$queryRaw<{ id: string; tenantId: string }[]>`
          select w.id, w."tenantId" from "WebhookEvent" w
          where w.id >= ${from} and w."createdAt" < ${before} and w.type <> ${TEST_EVENT}
            and exists (select 1 from "WebhookEndpoint" e where e."tenantId" = w."tenantId"
              and e."disabledAt" is null and e."wantsSince" < w."createdAt" and ${WANTED} and not exists (
                select 1 from "WebhookDelivery" d where d."eventId" = w.id and d."endpointId" = e.id))
            and not exists (select 1 from "OutboxEntry" o where o."jobId" = w.id
              and (o."sentAt" is null or o."sentAt" >= ${before}))
          order by w.id limit ${limit} for update of w skip locked`
        for (const { id, tenantId } of lost)
          await addToOutbox(tx, 'dispatchEvent', id, { tenantId, eventId: id })
        return lost.length
      })
    },

    unsent: (): Promise<number> =>
      db.asSystem((tx) => tx.outboxEntry.count({ where: { sentAt: null } })),

    /** Whether the job still waits to be handed to the queue. */
    holds: async (jobId: string): Promise<boolean> =>
      (await db.asSystem((tx) => tx.outboxEntry.count({ where: { jobId, sentAt: null } }))) > 0,

    /** Forgets jobs sent before `before`. @returns how many */
    async prune(before: Date): Promise<number> {
      const where = { sentAt: { lt: before } }
      const { count } = await db.asSystem((tx) => tx.outboxEntry.deleteMany({ where }))
      return count
    },
  }
}
