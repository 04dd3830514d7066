import { createHash, randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobEntry } from '../deps'
import type { BlobStore } from './blobs'
import { assertKey } from './blobs-key'

const TEMPORARY = 'tmp'
const TEMPORARY_MAX_AGE_MS = 3_600_000

/**
 * Blobs as files of `folder`, which is made when missing and is for its owner alone. The file of a key lies in one
 * of 256 subfolders; its name is the key with `+` for `/`. Written to `tmp/`, synced, then renamed.
 */
export function openBlobFolder(folder: string): BlobStore {
  const place = (key: string) => {
    assertKey(key)
    return { shard: join(folder, shardOf(key)), name: key.replaceAll('/', '+') }
  }
  const prepared = hourly(() => prepare(folder))

  return {
    async put(key, bytes) {
      const { shard, name } = place(key)
      await prepared()
      await makeShard(folder, shard)
      await writeDurably(join(folder, TEMPORARY, randomUUID()), join(shard, name), bytes)
      await sync(shard)
    },
    async get(key) {
      const { shard, name } = place(key)
      return readFile(join(shard, name))
    },
    async exists(key) {
      const { shard, name } = place(key)
      return (await stat(join(shard, name)).catch(unlessMissing)) !== undefined
    },
    async delete(key) {
      const { shard, name } = place(key)
      await rm(join(shard, name), { force: true })
      await sync(shard).catch(unlessMissing)
    },
    async *list(prefix = '') {
      for (const shard of await entries(folder)) {
        if (shard.isDirectory() && shard.name !== TEMPORARY)
          yield* listShard(join(folder, shard.name), prefix)
      }
    },
  }
}

function shardOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 2)
}

/** Runs `work` at the first call, once an hour from then on, and again after it failed: a full disk may be emptied. */
function hourly(work: () => Promise<void>): () => Promise<void> {
  let last: { at: number; done: Promise<void> } | null = null
  return async () => {
    if (!last || Date.now() - last.at > TEMPORARY_MAX_AGE_MS)
      last = { at: Date.now(), done: work() }
    const { done } = last
    await done.catch((error: unknown) => {
      last = null
      throw error
    })
  }
}

/** Makes the folder and removes what crashes left in `tmp/`. */
async function prepare(folder: string): Promise<void> {
  const temporary = join(folder, TEMPORARY)
  await mkdir(temporary, { recursive: true, mode: 0o700 })
  for (const { name } of await entries(temporary)) {
    const file = join(temporary, name)
    const info = await stat(file).catch(unlessMissing)
    if (info && Date.now() - info.mtimeMs > TEMPORARY_MAX_AGE_MS) await rm(file, { force: true })
  }
}

async function makeShard(folder: string, shard: string): Promise<void> {
  const made = await mkdir(shard, { recursive: true, mode: 0o700 })
  if (made) await sync(folder)
}

async function writeDurably(temporary: string, target: string, bytes: Uint8Array): Promise<void> {
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Makes a folder's entries survive a power cut. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function* listShard(shard: string, prefix: string): AsyncIterable<BlobEntry> {
  for (const { name } of await entries(shard)) {
    const key = name.replaceAll('+', '/')
    if (!key.startsWith(prefix)) continue
    const info = await stat(join(shard, name)).catch(unlessMissing)
    if (!info) continue // deleted while we listed
    yield { key, byteLength: info.size, modifiedAt: info.mtime }
  }
}

async function entries(folder: string): Promise<Dirent[]> {
  return (await readdir(folder, { withFileTypes: true }).catch(unlessMissing)) ?? []
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
