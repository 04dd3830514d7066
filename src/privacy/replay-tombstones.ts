import { AppError } from '../errors'
import { eraseSessions } from './erase-applicant'

type World = Parameters<typeof eraseSessions>[0]

const BATCH = 200

/**
 * Erases again whoever a restored database has back: every tombstone beside the images that the database does not know.
 * Run it before the restored database serves anybody. @returns the tombstones that were replayed
 */
export async function replayTombstones(deps: World): Promise<string[]> {
  const replayed: string[] = []
  for await (const ids of inBatches(deps.tombstones.ids())) {
    const known = await deps.erasures.known(ids)
    for (const id of ids.filter((each) => !known.has(each))) {
      await replay(deps, id)
      replayed.push(id)
    }
  }
  return replayed
}

async function replay(deps: World, id: string): Promise<void> {
  const tombstone = await deps.tombstones.read(id)
  const { tenantId, applicantId, erasedAt } = tombstone
  try {
    await deps.erasures.begin(tenantId, applicantId, erasedAt)
    await eraseSessions(deps, { tenantId, applicantId }, 'SYSTEM')
  } catch (error) {
    // A backup from before the applicant has nobody to erase.
    if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error
  }
  await deps.erasures.finish(tombstone)
}

async function* inBatches(ids: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = []
  for await (const id of ids) {
    batch.push(id)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
