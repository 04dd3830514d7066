import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import { type OutboxJob, outboxStore } from '../../src/storage/outbox'
import { eventually, startTestApp, type TestApp } from '../support/app'

let app: TestApp
let db: Client
beforeAll(async () => {
  app = await startTestApp([])
  db = openDatabase(app.config.DATABASE_URL, 2)
})
afterAll(async () => {
  await db.$disconnect()
  await app.close()
})

async function fill(count: number): Promise<string[]> {
  const tenantId = newId('organization')
  const rows = Array.from({ length: count }, () => ({ id: newId('outboxEntry') }))
  await db.outboxEntry.createMany({
    data: rows.map(({ id }) => {
      const data = { tenantId, eventId: newId('webhookEvent') }
      return { id, tenantId, job: 'dispatchEvent', jobId: id, data }
    }),
  })
  return rows.map(({ id }) => id).sort()
}

test('the relay hands on in the order of asking, as many at once as it may, and each only once', async () => {
  const ids = await fill(7)
  const sent: string[][] = []
  const send = async (jobs: OutboxJob[]) => void sent.push(jobs.map(({ jobId }) => jobId))
  const outbox = outboxStore(scoped(db))
  expect(await outbox.relay(send, 5)).toBe(5)
  expect(await outbox.relay(send, 5)).toBe(2)
  expect(await outbox.relay(send, 5)).toBe(0)
  expect(sent).toEqual([ids.slice(0, 5), ids.slice(5)])
})

test('what cannot be handed on stays and is tried again', async () => {
  await fill(3)
  const outbox = outboxStore(scoped(db))
  const fail = async () => Promise.reject(new Error('the queue is away'))
  await expect(outbox.relay(fail)).rejects.toThrow('the queue is away')
  expect(await outbox.unsent()).toBe(3)
  expect(await outbox.relay(async () => undefined)).toBe(3)
})

test('after a standstill the relay hands on everything at once, not a share each second', async () => {
  await db.outboxEntry.deleteMany()
  await fill(2500)
  const worker = await app.spawnWorker('housekeeping')
  await eventually(async () => (await outboxStore(scoped(db)).unsent()) === 0)
  const sent = await db.outboxEntry.aggregate({ _min: { sentAt: true }, _max: { sentAt: true } })
  // One transaction carries 500; a pause of a second after each would make four seconds and more.
  expect(Number(sent._max.sentAt) - Number(sent._min.sentAt)).toBeLessThan(4000)
  expect((await app.deps.queue.depths()).webhooks).toBe(2500)
  worker.kill('SIGTERM')
})
