import { expect, test } from '@jest/globals'
import { consume, openProducer, type QueueSettings } from '../../src/queue/queues'
import { openRateLimit } from '../../src/queue/rate-limit'
import { eventually } from '../support/app'
import { testDatabase } from '../support/database'

const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(32, '0')}`

const fail = (error: unknown) => expect(error).toBeUndefined()

async function worker(settings: QueueSettings, done: string[]) {
  return consume(
    settings,
    'verify',
    { verifySession: async ({ sessionId }) => void done.push(sessionId) },
    { lockMs: 30_000, concurrency: 1, onError: fail, onFailed: fail },
  )
}

const onRedis = process.env['REDIS_URL'] ? test : test.skip

onRedis('two installations on one Redis do not take each other’s jobs', async () => {
  const database = await testDatabase()
  const settings = { databaseUrl: database.directUrl ?? database.url, redisUrl: database.redisUrl }
  const [ours, theirs] = [
    { ...settings, prefix: 'ours' },
    { ...settings, prefix: '{theirs}' },
  ]
  const producers = await Promise.all([openProducer(ours, fail), openProducer(theirs, fail)])
  const done: [string[], string[]] = [[], []]
  const theirWorker = await worker(theirs, done[1])
  for (const [place, producer] of producers.entries())
    await producer.add(
      [0, 1, 2, 3, 4].map((number) => ({
        job: 'verifySession',
        jobId: `job-${number}`, // the same ids on purpose
        data: { tenantId: id('org', place), sessionId: id('ses', 10 * place + number), epoch: 1 },
      })),
    )
  await eventually(async () => done[1].length === 5)
  expect((await producers[0].depths()).verify).toBe(5)
  const ourWorker = await worker(ours, done[0])
  await eventually(async () => done[0].length === 5)
  expect(done[0]).toEqual([0, 1, 2, 3, 4].map((number) => id('ses', number)))
  expect(done[1]).toEqual([10, 11, 12, 13, 14].map((number) => id('ses', number)))
  await Promise.all([...producers, ourWorker, theirWorker].map((part) => part.close()))
  await database.drop()
})

onRedis('two installations on one Redis do not count each other’s requests', async () => {
  const { redisUrl, drop } = await testDatabase()
  const limits = ['ours', 'theirs'].map((prefix) =>
    openRateLimit({ redisUrl, prefix, perSecond: 1 }),
  )
  const [ours, theirs] = limits
  await eventually(async () => (await ours?.take('warm up')) === 0)
  let waits = 0
  while (waits === 0) waits = (await ours?.take('organisation')) ?? -1
  expect(waits).toBeGreaterThan(0)
  expect(await theirs?.take('organisation')).toBe(0)
  await Promise.all(limits.map((limit) => limit.close()))
  await drop()
})
