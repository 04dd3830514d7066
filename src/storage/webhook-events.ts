import type { SessionRef } from '../sessions/session'
import type { Transaction } from './database'
import { newId } from './ids'
import { addAllToOutbox, addToOutbox } from './outbox'

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

/** An event, and the job that gives it to the endpoints that want it. */
export async function announceEvent(tx: Transaction, event: NewEvent): Promise<void> {
  const { tenantId } = event
  const eventId = await createEvent(tx, event)
  await addToOutbox(tx, 'dispatchEvent', eventId, { tenantId, eventId })
}

/** `takesNow`: it works and has room; of the others `askForDue` decides when it is their turn. */
type Recipient = { id: string; takesNow: boolean }

/** How long an attempt may take before it is asked for again, in milliseconds. */
export const LEASE_MS = 60_000

/**
 * A delivery for each endpoint, and a job where it can go at once. Where there is a delivery already, nothing. Organisations
 * take turns: the first endpoint of each comes before the second of any.
 */
export async function createDeliveries(
  tx: Transaction,
  of: { tenantId: string; eventId: string },
  recipients: Recipient[],
  at: Date,
): Promise<void> {
  const leased = new Date(at.getTime() + LEASE_MS)
  const made = await tx.webhookDelivery.createManyAndReturn({
    data: recipients.map(({ id: endpointId, takesNow }) => {
      const nextAttemptAt = takesNow ? leased : at
      return { id: newId('delivery'), ...of, endpointId, state: 'PENDING' as const, nextAttemptAt }
    }),
    skipDuplicates: true,
    select: { id: true, nextAttemptAt: true },
  })
  const jobs = made
    .filter(({ nextAttemptAt }) => nextAttemptAt > at)
    .map(({ id }, place) => {
      const data = { tenantId: of.tenantId, deliveryId: id }
      return { jobId: `${id}-0`, data, priority: place + 1 }
    })
  if (jobs.length > 0) await addAllToOutbox(tx, 'deliverWebhook', jobs)
}

/** What consumers answered may be about a person, too. */
export async function eraseAnswers(
  tx: Transaction,
  { tenantId, sessionId }: SessionRef,
): Promise<void> {
  const where = { tenantId, delivery: { event: { sessionId } } }
  await tx.webhookAttempt.updateMany({ where, data: { excerpt: '' } })
}
