import type { Deps } from '../deps'

/** Makes one delivery for each endpoint of the organisation that wants the event. Twice is harmless. */
export async function dispatchEvent(
  deps: Pick<Deps, 'webhookDeliveries' | 'now'>,
  job: { tenantId: string; eventId: string },
): Promise<void> {
  await deps.webhookDeliveries.fanOut(job.tenantId, job.eventId, deps.now())
}
