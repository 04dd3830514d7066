import type { Blobs } from '../deps'
import { TOMBSTONE_PREFIX, type Tombstone } from '../privacy/tombstone'

export type Tombstones = ReturnType<typeof tombstoneFiles>

/**
 * Tombstones beside the images, outside the database: a backup of the database that is older than an erasure is told of it
 * from here when it is restored. They hold ids only, so they are not encrypted.
 */
export function tombstoneFiles(blobs: Blobs) {
  return {
    publish: (tombstone: Tombstone): Promise<void> =>
      blobs.put(TOMBSTONE_PREFIX + tombstone.id, Buffer.from(JSON.stringify(tombstone))),

    /** The ids of all. */
    async *ids(): AsyncIterable<string> {
      for await (const { key } of blobs.list(TOMBSTONE_PREFIX))
        yield key.slice(TOMBSTONE_PREFIX.length)
    },

    async read(id: string): Promise<Tombstone> {
      const text = Buffer.from(await blobs.get(TOMBSTONE_PREFIX + id)).toString()
      const tombstone = JSON.parse(text) as Tombstone & { erasedAt: string }
      return { ...tombstone, erasedAt: new Date(tombstone.erasedAt) }
    },
  }
}
