import type { Deps } from '../deps'

/** Makes one delivery for each endpoint of the organisation. Twice is harmless. */
export async function dispatchEvent(
  deps: Pick<Deps, 'webhooks' | 'now'>,
  job: { tenantId: string; eventId: string },
): Promise<void> {
  await deps.webhooks.fanOut(job.tenantId, job.eventId, deps.now())
}
