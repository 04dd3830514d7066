import type { Deps } from '../deps'

const BATCH = 500
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The janitor: removes blobs nothing refers to, and forgets jobs handed over, nonces, idempotency keys and
 * files that were never attached of a day ago, and failed jobs of a month ago. @returns blobs removed */
export async function removeGarbage(deps: Deps): Promise<number> {
  const now = deps.now().getTime()
  const garbage = await deps.blobRecords.garbage(new Date(now - HOUR_MS), BATCH)
  for (const { key } of garbage) {
    await deps.blobs.delete(key)
    await deps.blobRecords.forget(key)
  }
  await deps.failedJobs.prune(new Date(now - 30 * DAY_MS))
  await deps.outbox.prune(new Date(now - DAY_MS))
  await deps.deviceKeys.pruneNonces(new Date(now - DAY_MS))
  await deps.idempotencyKeys.prune(new Date(now - DAY_MS))
  await deps.caseAttachments.prune(new Date(now - DAY_MS))
  return garbage.length
}
