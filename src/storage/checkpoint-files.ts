import { CHECKPOINT_PREFIX, checkpointKey } from '../audit/checkpoint-key'
import type { Blobs } from '../deps'
import type { Checkpoint } from '../trust/checkpoint'

export type CheckpointFiles = ReturnType<typeof checkpointFiles>

/**
 * Signed checkpoints beside the images, outside the database: whoever cuts off or rewrites a log in the database contradicts
 * them. Each is written once and never replaced; that nobody removes them is for the store to see to (docs/audit.md).
 */
export function checkpointFiles(blobs: Blobs) {
  return {
    async publish(tenantId: string, checkpoint: Checkpoint, note: string): Promise<void> {
      const key = checkpointKey(tenantId, checkpoint)
      if (!(await blobs.exists(key))) await blobs.put(key, Buffer.from(note))
    },

    /** The notes of an organisation. */
    async *notes(tenantId: string): AsyncIterable<string> {
      for await (const { key } of blobs.list(`${CHECKPOINT_PREFIX}${tenantId}/`))
        yield Buffer.from(await blobs.get(key)).toString()
    },
  }
}
