import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Blobs } from '../deps'
import { openBlobFolder } from './blobs-folder'
import { openBlobBucket } from './blobs-s3'

/** What a kind of store implements; `check` is the same for all. */
export type BlobStore = Omit<Blobs, 'check'>

/**
 * Opens the blob store that the URL names: `file:./data/blobs`, `file:///var/lib/countersign/blobs`, or
 * `s3://bucket/prefix?endpoint=https://…&region=eu-central-1&forcePathStyle=true` (all parameters optional).
 * S3 credentials come from the AWS environment (variables, profile, instance role), never from the URL.
 * Nothing is read or written before the first call.
 * @throws Error when the URL is neither
 */
export function openBlobs(url: string): Blobs {
  const store = openStore(url)
  return { ...store, check: () => probe(store) }
}

function openStore(url: string): BlobStore {
  if (url.startsWith('file://')) return openBlobFolder(fileURLToPath(url))
  if (url.startsWith('file:')) return openBlobFolder(resolve(url.slice('file:'.length)))
  if (url.startsWith('s3://')) return openBlobBucket(url)
  throw new Error('The blob store must be a file: or an s3: URL, such as file:./data/blobs.')
}

async function probe(store: BlobStore): Promise<void> {
  const key = `probe/${randomUUID()}`
  const bytes = Buffer.from(key)
  await store.put(key, bytes)
  try {
    const read = await store.get(key)
    if (!bytes.equals(read))
      throw new Error('The blob store returned other bytes than were written.')
  } finally {
    await store.delete(key)
  }
}
