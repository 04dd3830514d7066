import type { SessionRef } from '../sessions/session'
import type { Transaction } from './database'
import { newId } from './ids'
import { addAllToOutbox } from './outbox'

type NewEvent = {
  tenantId: string
  type: string
  at: Date
  data: object
  /** What it is about, when it is about a session. */
  of?: { sessionId: string; sequence: number }
}

/**
 * An event in the form Standard Webhooks proposes: type, timestamp, data. Thin: ids and statuses, never a person's data.
 * @returns its id
 */
export async function createEvent(
  tx: Transaction,
  { tenantId, type, at, data, of }: NewEvent,
): Promise<string> {
  const id = newId('webhookEvent')
  const payload = { type, timestamp: at.toISOString(), data }
  const about = of ?? { sessionId: null, sequence: 0 }
  await tx.webhookEvent.create({ data: { id, tenantId, type, payload, ...about, createdAt: at } })
  return id
}

type Reachable = { id: string; failures: number; pausedAt: Date | null }

/**
 * A delivery for each endpoint, and a job for each of those that work: whether it is the turn of the others is seen when they
 * are due. Where there is a delivery already, nothing. `at`: when to ask again should a job be lost.
 */
export async function createDeliveries(
  tx: Transaction,
  of: { tenantId: string; eventId: string },
  endpoints: Reachable[],
  at: Date,
): Promise<void> {
  const made = await tx.webhookDelivery.createManyAndReturn({
    data: endpoints.map(({ id }) => {
      const about = { ...of, endpointId: id, nextAttemptAt: at }
      return { id: newId('delivery'), ...about, state: 'PENDING' as const }
    }),
    skipDuplicates: true,
    select: { id: true, endpointId: true },
  })
  const works = new Set(endpoints.filter(isWorking).map(({ id }) => id))
  const jobs = made
    .filter(({ endpointId }) => works.has(endpointId))
    .map(({ id }) => {
      return { jobId: `${id}-0`, data: { tenantId: of.tenantId, deliveryId: id } }
    })
  if (jobs.length > 0) await addAllToOutbox(tx, 'deliverWebhook', jobs)
}

function isWorking({ failures, pausedAt }: Reachable): boolean {
  return failures === 0 && pausedAt === null
}

/** What consumers answered may be about a person, too. */
export async function eraseAnswers(
  tx: Transaction,
  { tenantId, sessionId }: SessionRef,
): Promise<void> {
  const where = { tenantId, delivery: { event: { sessionId } } }
  await tx.webhookAttempt.updateMany({ where, data: { excerpt: '' } })
}
