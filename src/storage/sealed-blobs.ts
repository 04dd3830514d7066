import type { Blobs } from '../deps'
import { openObject, type Purpose, sealObject } from '../trust/envelope'
import type { Database } from './database'
import type { Keys } from './keys'

/**
 * A blob store that sees ciphertext only. Every object is sealed as what its row says it is, so an object in another's place,
 * or with another's row, does not open. Objects have a row before they are written (blobRecords.intend).
 */
export function sealedBlobs(blobs: Blobs, db: Database, keys: Keys): Blobs {
  return {
    ...blobs,
    async put(key, bytes) {
      const purpose = await purposeOf(db, key)
      await blobs.put(key, sealObject(await keys.forWriting(purpose), purpose, bytes))
    },
    async get(key) {
      const purpose = await purposeOf(db, key)
      return openObject(await keys.forReading(purpose), purpose, await blobs.get(key))
    },
  }
}

/** @throws Error when nothing is known of the object */
async function purposeOf(db: Database, key: string): Promise<Purpose> {
  const [tenantId = ''] = key.split('/')
  const row = await db.asTenant(tenantId, (tx) => tx.blob.findUnique({ where: { key } }))
  if (row === null) throw new Error(`There is no record of the object ${key}.`)
  const { sessionId, kind, sha256 } = row
  return { tenantId, sessionId, object: key, kind, sha256 }
}
