import { expect, test } from '@jest/globals'
import { consume, migrateQueue, openProducer } from '../../src/queue/queues'
import { eventually } from '../support/app'
import { testDatabase } from '../support/database'

const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(32, '0')}`

const fail = (error: unknown) => expect(error).toBeUndefined()

test('jobs of one priority keep their order, and a lower number comes first', async () => {
  const database = await testDatabase()
  const settings = { databaseUrl: database.directUrl ?? database.url, redisUrl: database.redisUrl }
  await migrateQueue(settings)
  const producer = await openProducer(settings, (error) => expect(error).toBeUndefined())
  const job = (number: number, priority: number) => ({
    job: 'verifySession',
    jobId: `job-${number}`,
    data: { tenantId: id('org', 0), sessionId: id('ses', number), epoch: 1 },
    priority,
  })
  // The relay hands on several at once; one that it hands on again, after a crash, is there already.
  await producer.add([job(0, 1), job(1, 2)])
  await producer.add([job(1, 2), job(2, 3), job(3, 4), job(4, 1), job(5, 2), job(6, 0)])
  expect((await producer.depths()).verify).toBe(7)
  const order: number[] = []
  const consumer = await consume(
    settings,
    'verify',
    { verifySession: async ({ sessionId }) => void order.push(Number(sessionId.slice(4))) },
    { lockMs: 30_000, concurrency: 1, onError: fail, onFailed: fail },
  )
  await eventually(async () => order.length === 7)
  expect(order).toEqual([6, 0, 4, 1, 5, 2, 3])
  await consumer.close()
  await producer.close()
  await database.drop()
})
