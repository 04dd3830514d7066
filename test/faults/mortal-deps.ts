import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../../src/deps'
import type { Database } from '../../src/storage/database'
import { stores } from '../../src/storage/stores'
import type { RgbImage } from '../../src/vision/geometry'
import type { Life } from './crash-proxy'

/**
 * The same dependencies for a process that may die at each effect: its statements pass a crash proxy (`db`), and files,
 * jobs and posts are counted here. A file may also be left half-written.
 */
export function mortal(deps: Deps, db: Database, life: Life, blobFolder: string): Deps {
  const { blobs, checkpoints, keys, queue, net } = deps
  return {
    ...deps,
    ...stores(db, keys),
    blobs: {
      ...blobs,
      put: async (key, bytes) => {
        life.spend()
        const half = await halfWritten(blobFolder, bytes)
        life.spend()
        await rm(half)
        await blobs.put(key, bytes)
      },
      delete: async (key) => {
        life.spend()
        await blobs.delete(key)
      },
    },
    checkpoints: {
      ...checkpoints,
      publish: async (...checkpoint) => {
        life.spend()
        await checkpoints.publish(...checkpoint)
      },
    },
    queue: {
      ...queue,
      add: async (job) => {
        life.spend()
        await queue.add(job)
      },
    },
    net: {
      post: async (url, request) => {
        life.spend()
        return net.post(url, request)
      },
    },
  }
}

async function halfWritten(folder: string, bytes: Uint8Array): Promise<string> {
  await mkdir(join(folder, 'tmp'), { recursive: true })
  const file = join(folder, 'tmp', randomUUID())
  await writeFile(file, bytes.subarray(0, bytes.length / 2))
  return file
}

/** The engines as they are, asked once for each picture: the same picture is checked over and over here. */
export function remembering({ documents, faces, ...deps }: Deps): Deps {
  const answers = new Map<string, unknown>()
  const once = <A extends unknown[], R>(name: string, ask: (image: RgbImage, ...rest: A) => R) => {
    return (image: RgbImage, ...rest: A): R => {
      const pixels = createHash('sha1').update(image.data).digest('hex')
      const key = `${name} ${pixels} ${JSON.stringify(rest)}`
      if (!answers.has(key)) answers.set(key, ask(image, ...rest))
      return answers.get(key) as R
    }
  }
  return {
    ...deps,
    documents: {
      readMrz: once('mrz', documents.readMrz),
      readVisualZone: once('visual', documents.readVisualZone),
      readBarcodes: once('barcodes', documents.readBarcodes),
      findOutline: once('outline', documents.findOutline),
    },
    faces: {
      ...faces,
      find: once('faces', faces.find),
      embed: once('embed', faces.embed),
      liveness: once('liveness', faces.liveness),
    },
  }
}
