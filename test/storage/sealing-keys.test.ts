import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { type SealingKeyRing, sealingKeyRing } from '../../src/storage/sealing-key-ring'
import { sealingKeyStore } from '../../src/storage/sealing-keys'
import { open, seal } from '../../src/trust/envelope'
import { sealTo } from '../../src/trust/hpke'
import type { RootKey } from '../../src/trust/root-key'
import { type TestDatabase, testDatabase } from '../support/database'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const INFO = 'countersign-capture-v1|org_1|ses_1|cap_1|nonce|SELFIE'
const FACE = Buffer.from('a face')

const secret = randomBytes(32)
let asked = 0
const root: RootKey = {
  wrap: async (key, context) => seal(secret, context, key),
  unwrap: async (wrapped, context) => {
    asked += 1
    return open(secret, context, wrapped)
  },
}

let database: TestDatabase
let client: Client
let ring: SealingKeyRing
let published: ReturnType<typeof sealingKeyStore>['published']

beforeAll(async () => {
  database = await testDatabase()
  client = openDatabase(database.url)
  ring = sealingKeyRing(scoped(client), root)
  published = sealingKeyStore(scoped(client)).published
})
afterAll(async () => {
  await client.$disconnect()
  await database.drop()
})

const now = new Date()
const hence = (ms: number) => new Date(now.getTime() + ms)

async function sealedNow(at: Date) {
  const [key] = await published(at)
  if (key === undefined) throw new Error('There is no key.')
  return { kid: key.id, sealed: await sealTo(key.publicKey, { info: INFO }, FACE) }
}

describe('seal: the keys', () => {
  test('there is none before a worker ran; of many workers that start at once one makes it', async () => {
    expect(await published(now)).toEqual([])
    const rings = Array.from({ length: 8 }, () => sealingKeyRing(scoped(client), root))
    await Promise.all(rings.map((each) => each.renew(now)))
    expect(await published(now)).toHaveLength(1)
  })

  test('what the API may know has no private half, which lies wrapped', async () => {
    const [key] = await published(now)
    expect(Object.keys(key ?? {}).sort()).toEqual(['id', 'notAfter', 'publicKey'])
    const row = await client.sealingKey.findFirstOrThrow()
    const context = `v1|sealing-key|${row.id}`
    expect(await root.unwrap(row.wrapped, context)).toHaveLength(32)
    await expect(root.unwrap(row.wrapped, 'v1|signing-key|x')).rejects.toThrow()
  })

  test('it opens, and the root key is asked once for many captures', async () => {
    const { kid, sealed } = await sealedNow(now)
    asked = 0
    for (let time = 0; time < 5; time += 1)
      expect(Buffer.from(await ring.open(kid, INFO, sealed)).equals(FACE)).toBe(true)
    expect(asked).toBe(1)
  })

  test('what does not open is the client’s to mend', async () => {
    const { kid, sealed } = await sealedNow(now)
    const refusal = { code: 'SEAL_BROKEN' }
    await expect(ring.open(kid, `${INFO}X`, sealed)).rejects.toMatchObject(refusal)
    await expect(ring.open(`${kid}0`, INFO, sealed)).rejects.toMatchObject(refusal)
    await expect(ring.open(kid, INFO, sealed.subarray(1))).rejects.toMatchObject(refusal)
  })

  test('a week on there is a new one; the old one opens for another day, and then nobody can', async () => {
    const old = await sealedNow(now)
    await ring.renew(hence(6 * DAY_MS))
    expect((await sealedNow(hence(6 * DAY_MS))).kid).toBe(old.kid)
    await ring.renew(hence(7 * DAY_MS))
    const young = await sealedNow(hence(7 * DAY_MS))
    expect(young.kid).not.toBe(old.kid)

    await ring.renew(hence(8 * DAY_MS - HOUR_MS))
    expect(Buffer.from(await ring.open(old.kid, INFO, old.sealed)).equals(FACE)).toBe(true)
    await expect(ring.open(young.kid, INFO, old.sealed)).rejects.toThrow('another key')
    await ring.renew(hence(8 * DAY_MS + HOUR_MS))
    await expect(ring.open(old.kid, INFO, old.sealed)).rejects.toThrow('a key that is gone')
    expect(await client.sealingKey.count({ where: { id: old.kid } })).toBe(0)
    expect(Buffer.from(await ring.open(young.kid, INFO, young.sealed)).equals(FACE)).toBe(true)
  })

  test('rotated by hand, the key of before has a day', async () => {
    const at = hence(9 * DAY_MS)
    const before = await sealedNow(at)
    const kid = await ring.rotate(at)
    const [first, second] = await published(at)
    expect([first?.id, second?.id]).toEqual([kid, before.kid])
    expect(second?.notAfter).toEqual(new Date(at.getTime() + DAY_MS))
  })
})
