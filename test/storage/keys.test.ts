import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { blobRecordStore } from '../../src/storage/blob-records'
import { openBlobs } from '../../src/storage/blobs'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { keyStore } from '../../src/storage/keys'
import { sealedBlobs } from '../../src/storage/sealed-blobs'
import { sealingKeyRing } from '../../src/storage/sealing-key-ring'
import { signingKeyStore } from '../../src/storage/signing-keys'
import { newKey } from '../../src/trust/envelope'
import { sealTo } from '../../src/trust/hpke'
import { makeRootKeyFile, rootKeyFile } from '../../src/trust/root-key-file'
import { type TestDatabase, testDatabase } from '../support/database'

let database: TestDatabase
let db: Client
let folder: string
let rootFile: string

beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database.url, 4)
  folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'))
  rootFile = join(folder, 'root-key')
  makeRootKeyFile(rootFile)
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** As another process would see it: nothing is remembered. */
const deed = { actor: 'test', at: new Date() }
const openKeys = () => keyStore(scoped(db), rootKeyFile(rootFile))

let sessions = 0
function newRef(tenantId = 'org_a') {
  sessions += 1
  return { tenantId, sessionId: `ses_${sessions}` }
}

async function stored(ref: ReturnType<typeof newRef>, text: string) {
  const keys = openKeys()
  const raw = openBlobs(`file:${join(folder, 'blobs')}`)
  const blobs = sealedBlobs(raw, scoped(db), keys)
  const bytes = Buffer.from(text)
  const key = await blobRecordStore(scoped(db)).intend(ref, {
    kind: 'SELFIE',
    sha256: 'ab'.repeat(32),
    byteLength: bytes.length,
  })
  await blobs.put(key, bytes)
  return { key, raw, blobs }
}

describe('envelope: keys of sessions', () => {
  test('are made once, also when ten ask at the same time in two processes', async () => {
    const ref = newRef()
    const [one, two] = [openKeys(), openKeys()]
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 ? one : two).forWriting(ref)),
    )
    expect(new Set(made.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
    expect(await openKeys().forReading(ref)).toEqual(made[0])
  })

  test('differ between sessions, and are given to no other organisation', async () => {
    const keys = openKeys()
    const [one, two] = [newRef(), newRef()]
    expect(await keys.forWriting(one)).not.toEqual(await keys.forWriting(two))
    await expect(keys.forReading({ ...one, tenantId: 'org_b' })).rejects.toThrow('no key')
  })

  test('do not unwrap with the key of another organisation', async () => {
    const [ours, theirs] = [newRef('org_a'), newRef('org_b')]
    await openKeys().forWriting(ours)
    await openKeys().forWriting(theirs)
    const { wrapped } = await db.sessionKey.findUniqueOrThrow({
      where: { sessionId: ours.sessionId },
    })
    await db.sessionKey.update({ where: { sessionId: theirs.sessionId }, data: { wrapped } })
    await expect(openKeys().forReading(theirs)).rejects.toThrow()
  })

  test('are wrapped anew while objects are read, three times over', async () => {
    const ref = newRef('org_rotating')
    const { key, blobs } = await stored(ref, 'a face')
    for (let more = 0; more < 30; more += 1) await openKeys().forWriting(newRef('org_rotating'))
    let reading = true
    const reads = (async () => {
      let count = 0
      for (; reading; count += 1)
        expect(Buffer.from(await blobs.get(key)).toString()).toBe('a face')
      return count
    })()
    for (let round = 0; round < 3; round += 1) {
      const keys = openKeys()
      await keys.rotate('org_rotating', deed)
      while ((await keys.rewrap('org_rotating', 10)).left > 0);
    }
    reading = false
    expect(await reads).toBeGreaterThan(3)
    const status = (await openKeys().status()).filter(({ tenantId }) => tenantId === 'org_rotating')
    expect(status.map(({ version, sessions }) => [version, sessions])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 31],
    ])
  })

  test('survive a new root key once those of the organisations are wrapped with it', async () => {
    const ref = newRef('org_root')
    const key = await openKeys().forWriting(ref)
    const old = readFileSync(rootFile, 'utf8')
    writeFileSync(rootFile, `second ${newKey().toString('base64url')}\n${old}`)
    expect(await openKeys().forReading(ref)).toEqual(key)
    await openKeys().rewrapTenants(deed)
    const [first = ''] = readFileSync(rootFile, 'utf8').split('\n')
    writeFileSync(rootFile, `${first}\n`)
    expect(await openKeys().forReading(ref)).toEqual(key)
    writeFileSync(rootFile, old)
    await expect(openKeys().forReading(ref)).rejects.toThrow('root key second is not in it')
    writeFileSync(rootFile, `${first}\n${old}`)
  })

  test('and so do the keys that statements are signed with, and captures sealed to', async () => {
    const openAll = () => {
      const root = rootKeyFile(rootFile)
      return { signer: signingKeyStore(scoped(db), root), ring: sealingKeyRing(scoped(db), root) }
    }
    const old = readFileSync(rootFile, 'utf8')
    const kid = await openAll().ring.rotate(new Date())
    await openAll().signer.rotate()
    const { publicKey } = await db.sealingKey.findUniqueOrThrow({ where: { id: kid } })
    const sealed = await sealTo(publicKey, { info: 'info' }, Buffer.from('a face'))
    const third = `third ${newKey().toString('base64url')}\n`
    writeFileSync(rootFile, third + old)
    const { signer, ring } = openAll()
    expect([await signer.rewrap(), await ring.rewrap()]).toEqual([1, 1])
    writeFileSync(rootFile, third)
    expect(Buffer.from(await openAll().ring.open(kid, 'info', sealed)).toString()).toBe('a face')
    await expect(openAll().signer.sign('kyc-result+jwt', {})).resolves.toBeDefined()
    writeFileSync(rootFile, old)
    await expect(openAll().signer.sign('kyc-result+jwt', {})).rejects.toThrow('third is not in it')
    writeFileSync(rootFile, third + old)
  })
})

describe('envelope: objects', () => {
  test('are ciphertext in the store and plain to who has the keys', async () => {
    const { key, raw, blobs } = await stored(newRef(), 'the picture of a passport')
    expect(Buffer.from(await raw.get(key)).includes('passport')).toBe(false)
    expect(Buffer.from(await blobs.get(key)).toString()).toBe('the picture of a passport')
  })

  test('do not open in the place of another, nor with another’s row', async () => {
    const ref = newRef()
    const [one, two] = [await stored(ref, 'one'), await stored(ref, 'two')]
    await one.raw.put(two.key, await one.raw.get(one.key))
    await expect(two.blobs.get(two.key)).rejects.toThrow()
    await db.blob.update({ where: { key: one.key }, data: { kind: 'DOCUMENT_FRONT' } })
    await expect(one.blobs.get(one.key)).rejects.toThrow()
  })

  test('of a session whose key is deleted are lost to everybody', async () => {
    const ref = newRef()
    const { key, blobs } = await stored(ref, 'erased')
    await db.sessionKey.delete({ where: { sessionId: ref.sessionId } })
    await expect(blobs.get(key)).rejects.toThrow('no key')
    await openKeys().forWriting(ref)
    await expect(blobs.get(key)).rejects.toThrow()
  })

  test('without a record are neither written nor read', async () => {
    const { blobs } = await stored(newRef(), 'x')
    await expect(blobs.put('org_a/ses_x/unknown', Buffer.of(1))).rejects.toThrow('no record')
    await expect(blobs.get('org_a/ses_x/unknown')).rejects.toThrow('no record')
  })
})
