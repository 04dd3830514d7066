import { spawnSync } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { checkIntegrity, type Defect } from '../../src/sessions/check-integrity'
import { blobRecordStore } from '../../src/storage/blob-records'
import { openBlobs } from '../../src/storage/blobs'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import { type TestDatabase, testDatabase } from '../support/database'

const HOUR_MS = 3_600_000
const SOUND = 50

let database: TestDatabase
let db: Client
let folder: string
let sessionId: string
const tenantId = newId('organization')

beforeAll(async () => {
  database = await testDatabase()
  db = openDatabase(database.url, 2)
  await db.organization.create({ data: { id: tenantId, name: 'Test organisation' } })
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'integrity-'))
  await db.capture.deleteMany()
  await db.blob.deleteMany()
  const applicantId = newId('applicant')
  await db.applicant.create({ data: { id: applicantId, tenantId } })
  sessionId = newId('session')
  const at = new Date()
  const times = { expiresAt: at, touchedAt: at }
  await db.kycSession.create({
    data: {
      id: sessionId,
      tenantId,
      applicantId,
      mode: 'TEST',
      status: 'AWAITING_CAPTURE',
      ...times,
    },
  })
})

const blobs = () => openBlobs(`file://${folder}`)
const newKey = () => `${tenantId}/${sessionId}/${randomUUID()}`

/** An image with its row and the capture that refers to it, as it should be but for what is asked. */
async function plant({ row = true, object = true, changed = false, referred = true }) {
  const key = newKey()
  const bytes = randomBytes(200)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const blob = { key, tenantId, sessionId, kind: 'SELFIE', sha256, byteLength: bytes.length }
  if (row) await db.blob.create({ data: { ...blob, state: 'LIVE' } })
  if (object) await blobs().put(key, changed ? Buffer.concat([bytes, Buffer.from('!')]) : bytes)
  if (referred) await refer(key)
  return key
}

async function refer(imageKey: string) {
  const of = { id: newId('capture'), tenantId, sessionId, kind: 'SELFIE' } as const
  await db.capture.create({
    data: { ...of, status: 'READY', uploadExpiresAt: new Date(), imageKey },
  })
}

const depsAt = (ageMs: number) => ({
  blobs: blobs(),
  blobRecords: blobRecordStore(scoped(db)),
  now: () => new Date(Date.now() + ageMs),
})

const FAULTS: [Defect, Parameters<typeof plant>[0]][] = [
  ['ORPHAN', { row: false, referred: false }],
  ['MISSING', { object: false }],
  ['MISMATCH', { changed: true }],
  ['UNREFERENCED', { referred: false }],
]

const named = (found: { defect: string; key: string }[]) =>
  found.map(({ defect, key }) => `${defect} ${key}`).sort()

test('100 planted faults of four kinds are all found, and nothing else', async () => {
  await Promise.all(Array.from({ length: SOUND }, () => plant({})))
  const wanted = FAULTS.flatMap((fault) => Array.from({ length: 25 }, () => fault))
  const planted = await Promise.all(
    wanted.map(async ([defect, how]) => ({ defect, key: await plant(how) })),
  )
  const { findings, objects, rows } = await checkIntegrity(depsAt(2 * HOUR_MS), false)
  expect(named(findings)).toEqual(named(planted))
  expect({ objects, rows }).toEqual({ objects: SOUND + 75, rows: SOUND + 75 })
  rmSync(folder, { recursive: true })
})

test('a repair removes orphans older than an hour and touches nothing else', async () => {
  const orphan = await plant({ row: false, referred: false })
  const changed = await plant({ changed: true })
  const young = await checkIntegrity(depsAt(0.9 * HOUR_MS), true)
  expect(young.findings).toContainEqual({
    defect: 'ORPHAN',
    remedy: 'WAIT',
    key: orphan,
    sessionId: null,
  })
  expect(await blobs().exists(orphan)).toBe(true)

  const old = await checkIntegrity(depsAt(1.1 * HOUR_MS), true)
  expect(old.findings.map(({ remedy }) => remedy).sort()).toEqual(['DELETED', 'PERSON'])
  expect(await blobs().exists(orphan)).toBe(false)
  expect(await blobs().exists(changed)).toBe(true)
  const again = await checkIntegrity(depsAt(1.1 * HOUR_MS), true)
  expect(named(again.findings)).toEqual([`MISMATCH ${changed}`])
  rmSync(folder, { recursive: true })
})

test('what a capture refers to without a live row is missing', async () => {
  const key = newKey()
  await refer(key)
  const { findings } = await checkIntegrity(depsAt(0), false)
  expect(findings).toEqual([{ defect: 'MISSING', remedy: 'PERSON', key, sessionId }])
  rmSync(folder, { recursive: true })
})

test('an unreachable store is an error, not a list of missing images', async () => {
  await plant({})
  const broken = {
    ...blobs(),
    get: () => Promise.reject(new Error('out of reach')),
    exists: () => Promise.reject(new Error('out of reach')),
  }
  await expect(checkIntegrity({ ...depsAt(0), blobs: broken }, false)).rejects.toThrow(
    'out of reach',
  )
  rmSync(folder, { recursive: true })
})

test('the command says what it found and ends with 1, or with 0 when all is well', async () => {
  const command = (...options: string[]) =>
    spawnSync('node', ['dist/src/cli/main.js', 'integrity', ...options], {
      env: { ...process.env, DATABASE_URL: database.url, BLOB_URL: `file://${folder}` },
      encoding: 'utf8',
    })
  const well = command('--json')
  expect({ status: well.status, ...JSON.parse(well.stdout) }).toMatchObject({ status: 0, ok: true })
  const key = await plant({ object: false })
  const wrong = command()
  expect(wrong.status).toBe(1)
  expect(wrong.stdout).toContain(key)
  expect(wrong.stdout).toContain('0 orphan, 1 missing, 0 mismatch, 0 unreferenced')
  rmSync(folder, { recursive: true })
})
