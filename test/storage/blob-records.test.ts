import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { blobRecordStore } from '../../src/storage/blob-records'
import { captureStore } from '../../src/storage/captures'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { type TestDatabase, testDatabase } from '../support/database'

let database: TestDatabase
let db: Client
beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database.url, 2)
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

test('a writer that wakes up after its object was given up on may not refer to it', async () => {
  const tenantId = `org_${'0'.repeat(32)}`
  const now = new Date()
  await db.organization.create({ data: { id: tenantId, name: 'x' } })
  await db.applicant.create({ data: { id: 'a', tenantId } })
  const times = { expiresAt: now, touchedAt: now }
  const status = 'AWAITING_CAPTURE'
  const of = { tenantId, applicantId: 'a', mode: 'TEST' as const }
  await db.kycSession.create({ data: { id: 's', ...of, status, ...times } })
  const ref = { tenantId, sessionId: 's' }
  const captures = captureStore(scoped(db))
  const blobs = blobRecordStore(scoped(db))
  const capture = await captures.create(ref, {
    kind: 'SELFIE',
    createdAt: now,
    uploadExpiresAt: now,
  })
  const blob = { kind: 'UPLOAD', sha256: 'ab', byteLength: 2 }
  const late = await blobs.intend(ref, blob)
  expect(await blobs.garbage(new Date(now.getTime() - 1000), 10)).toEqual([])
  expect(await blobs.garbage(new Date(now.getTime() + 60_000), 10)).toEqual([{ key: late }])
  await expect(captures.takeUpload(capture, { key: late, ...blob })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  expect((await captures.get(tenantId, capture.id)).status).toBe('AWAITING_UPLOAD')

  const again = await blobs.intend(ref, blob)
  expect(await captures.takeUpload(capture, { key: again, ...blob })).toBe(true)
  expect(await blobs.garbage(new Date(now.getTime() + 60_000), 10)).toEqual([{ key: late }])
})
