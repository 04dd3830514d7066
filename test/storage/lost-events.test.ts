import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import { outboxStore } from '../../src/storage/outbox'
import { webhookStore } from '../../src/storage/webhooks'
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

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)

async function announced(tenantId: string): Promise<string> {
  const id = newId('webhookEvent')
  const about = {
    sessionId: newId('session'),
    sequence: 1,
    type: 'kyc_session.approved',
    payload: {},
  }
  await db.webhookEvent.create({ data: { id, tenantId, ...about, createdAt: ago(100) } })
  return id
}

test('an event whose job the queue lost is asked for again, until it is dispatched', async () => {
  const tenantId = newId('organization')
  await db.organization.create({ data: { id: tenantId, name: 'Test organisation' } })
  const outbox = outboxStore(scoped(db))
  const id = await announced(tenantId)
  expect(await outbox.askForLostEvents(ago(60))).toBe(0) // nobody to tell it to
  await webhookStore(scoped(db)).createEndpoint(tenantId, 'https://example.com/', {
    actor: 'test',
    at: ago(200),
  })

  expect(await outbox.askForLostEvents(ago(200))).toBe(0) // not yet so long ago
  expect(await outbox.askForLostEvents(ago(60))).toBe(1)
  expect(await outbox.askForLostEvents(ago(60))).toBe(0) // it waits to be relayed
  const sent: unknown[] = []
  await outbox.relay(async (jobs) => void sent.push(...jobs.map(({ data }) => data)))
  expect(sent).toEqual([{ tenantId, eventId: id }])
  expect(await outbox.askForLostEvents(ago(60))).toBe(0) // just handed over
  await db.outboxEntry.updateMany({ data: { sentAt: ago(90) } })
  expect(await outbox.askForLostEvents(ago(60))).toBe(1) // lost again

  await webhookStore(scoped(db)).fanOut(tenantId, id, new Date())
  await db.outboxEntry.updateMany({ data: { sentAt: ago(90) } })
  expect(await outbox.askForLostEvents(ago(60))).toBe(0)
})
