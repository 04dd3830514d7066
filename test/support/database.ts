import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

export type TestDatabase = {
  url: string
  /** The way past the pooler, where TEST_POOLER_URL puts one before the database. */
  directUrl: string | undefined
  redisUrl: string | undefined
  drop(): Promise<void>
}

/** A fresh, migrated database of one's own; with REDIS_URL also one of Redis's databases, emptied. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['COUNTERSIGN_TEST_SERVER'] ?? ''
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(server, `create database ${name} template countersign_template`)
  const pooler = process.env['TEST_POOLER_URL']
  const direct = databaseOf(server, name)
  const drop = () => query(server, `drop database if exists ${name} with (force)`)
  const url = pooler ? databaseOf(pooler, name) : direct
  return { url, directUrl: pooler && direct, redisUrl: await emptyRedis(), drop }
}

/** A copy of a database as it is now, as a backup keeps it. Nobody may be connected to it meanwhile. */
export async function copyOfDatabase(url: string): Promise<Pick<TestDatabase, 'url' | 'drop'>> {
  const server = process.env['COUNTERSIGN_TEST_SERVER'] ?? ''
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(server, `create database ${name} template ${new URL(url).pathname.slice(1)}`)
  const drop = () => query(server, `drop database if exists ${name} with (force)`)
  return { url: databaseOf(server, name), drop }
}

function databaseOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
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

/** A Redis has 16 databases: five for each of the test files that run at the same time. */
const REDIS_DATABASES_PER_FILE = 5

let redisTaken = 0

/** One nobody else uses: applications that share a queue would take each other's jobs. */
async function emptyRedis(): Promise<string | undefined> {
  const { REDIS_URL, JEST_WORKER_ID = '1' } = process.env
  if (!REDIS_URL) return undefined
  if (redisTaken === REDIS_DATABASES_PER_FILE) throw new Error('A test file has five databases.')
  const url = new URL(REDIS_URL)
  url.pathname = `/${(Number(JEST_WORKER_ID) - 1) * REDIS_DATABASES_PER_FILE + redisTaken}`
  redisTaken += 1
  const { Redis } = await import('ioredis')
  const redis = new Redis(url.href)
  await redis.flushdb()
  await redis.quit()
  return url.href
}
