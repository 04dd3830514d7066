import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Client } from 'pg'
import { listenToChanges } from '../../src/storage/changes'
import { eventually } from '../support/app'
import { type TestDatabase, testDatabase } from '../support/database'

let database: TestDatabase
let client: Client
beforeAll(async () => {
  database = await testDatabase()
  client = new Client({ connectionString: database.directUrl ?? database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** Connections to the database besides our own. */
async function connections(): Promise<number> {
  const { rows } = await client.query(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()",
  )
  return rows[0].n
}

test('a process in which nobody listens holds no connection; the first listener makes one for all', async () => {
  const changes = listenToChanges(database.directUrl ?? database.url, (error) => {
    throw error
  })
  await new Promise((done) => setTimeout(done, 300))
  expect(await connections()).toBe(0)

  const heard: string[] = []
  const ref = { tenantId: 'org_1', sessionId: 'ses_1' }
  changes.onOutbox(() => heard.push('outbox'))
  changes.onSession(ref, () => heard.push('session'))
  await eventually(async () => heard.length === 2) // what may have been missed until now
  expect(await connections()).toBe(1)
  await client.query("select pg_notify('session', $1)", [JSON.stringify(ref)])
  await eventually(async () => heard.length === 3)
  expect(heard.at(-1)).toBe('session')

  await changes.close()
  await eventually(async () => (await connections()) === 0)
})

test('a database that is down is knocked at twice a second, not ever more often', async () => {
  let knocks = 0
  const down = createServer((socket) => {
    knocks += 1
    socket.destroy()
  })
  await new Promise<void>((done) => down.listen(0, '127.0.0.1', done))
  const { port } = down.address() as AddressInfo
  const changes = listenToChanges(`postgresql://nobody@127.0.0.1:${port}/none`, () => undefined)
  changes.onOutbox(() => undefined)
  await new Promise((done) => setTimeout(done, 4000))
  await changes.close()
  down.close()
  expect(knocks).toBeGreaterThan(1)
  expect(knocks).toBeLessThanOrEqual(9)
})
