import type { Deps } from '../deps'

const BATCH = 500
const MOST_BATCHES = 10

/**
 * Forgets events, with their deliveries and attempts, that are past the time their organisation set and were delivered to all who
 * wanted them; what is undelivered stays. So many at a time, that nothing waits long. @returns how many events
 */
export async function pruneWebhookHistory({
  webhookHistory,
  now,
}: Pick<Deps, 'webhookHistory' | 'now'>): Promise<number> {
  let forgotten = 0
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const found = await webhookHistory.prune(now(), BATCH)
    forgotten += found
    if (found < BATCH) break
  }
  return forgotten
}
