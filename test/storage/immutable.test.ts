import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { loadConfig } from '../../src/config'
import { createLogger } from '../../src/log'
import { openDatabase } from '../../src/storage/database'
import { migrate, pendingMigrations } from '../../src/storage/migrations'
import { type TestDatabase, testDatabase } from '../support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('decisions, checks and history cannot be changed, even by hand', async () => {
  const db = openDatabase(database.url, 1)
  const tenantId = `org_${'0'.repeat(32)}`
  await db.organization.create({ data: { id: tenantId, name: 'x' } })
  await db.applicant.create({ data: { id: 'a', tenantId } })
  const now = new Date()
  await db.kycSession.create({
    data: {
      id: 's',
      tenantId,
      applicantId: 'a',
      mode: 'TEST',
      status: 'APPROVED',
      expiresAt: now,
      touchedAt: now,
    },
  })
  const empty = { reasons: new Uint8Array(), models: [], inputs: [], timings: [] }
  await db.decision.create({
    data: {
      id: 'd',
      tenantId,
      sessionId: 's',
      epoch: 1,
      outcome: 'APPROVED',
      policyVersion: 'p',
      codeVersion: 'c',
      decidedBy: 'SYSTEM',
      decidedAt: now,
      ...empty,
    },
  })
  await expect(db.decision.updateMany({ data: { outcome: 'REJECTED' } })).rejects.toThrow(
    /never change/,
  )
  await expect(
    db.decision.create({
      data: {
        id: 'e',
        tenantId,
        sessionId: 's',
        epoch: 1,
        outcome: 'REJECTED',
        policyVersion: 'p',
        codeVersion: 'c',
        decidedBy: 'SYSTEM',
        decidedAt: now,
        ...empty,
      },
    }),
  ).rejects.toThrow(/Unique constraint/)
  await db.$disconnect()
})

test('migrating again changes nothing, and an edited migration is refused', async () => {
  expect(await migrate(database.url)).toEqual([])
  expect(await pendingMigrations(database.url)).toEqual([])
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(`update "_prisma_migrations" set checksum = 'edited'`)
  await client.end()
  await expect(migrate(database.url)).rejects.toThrow(/edited after it was applied/)
})

test('wrong settings are told one by one, and production refuses the conveniences', () => {
  expect(() => loadConfig({ PORT: 'x', DATABASE_URL: 'mysql://a' })).toThrow(
    /DATABASE_URL: must look like postgresql.*\n?.*PORT: must be a number/s,
  )
  expect(() => loadConfig({ NODE_ENV: 'production' })).toThrow(
    /DATABASE_URL.*UPLOAD_SECRET.*PUBLIC_URL.*BLOB_URL/s,
  )
  expect(loadConfig({}).PORT).toBe(4000)
})

test('a log line holds ids and measures and nothing else', () => {
  const lines: string[] = []
  const log = createLogger('debug', { process: 'test' }, { write: (line) => void lines.push(line) })
  log.info(
    { sessionId: 'ses_1', surname: 'CANARY', error: new Error('value CANARY is wrong') } as never,
    'something happened',
  )
  expect(lines[0]).toContain('ses_1')
  expect(lines[0]).not.toContain('CANARY')
})
