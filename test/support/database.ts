import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

export type TestDatabase = { url: string; redisUrl: string | undefined; drop(): Promise<void> }

/** A fresh, migrated database of one's own; with REDIS_URL also one of Redis's databases, emptied. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['COUNTERSIGN_TEST_SERVER'] ?? ''
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(server, `create database ${name} template countersign_template`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const drop = () => query(server, `drop database if exists ${name} with (force)`)
  return { url: url.href, redisUrl: await emptyRedis(), drop }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** Test files that run at the same time have different worker numbers, and so different databases of Redis. */
async function emptyRedis(): Promise<string | undefined> {
  const { REDIS_URL, JEST_WORKER_ID } = process.env
  if (!REDIS_URL) return undefined
  const url = new URL(REDIS_URL)
  url.pathname = `/${JEST_WORKER_ID ?? '1'}`
  const { Redis } = await import('ioredis')
  const redis = new Redis(url.href)
  await redis.flushdb()
  await redis.quit()
  return url.href
}
