import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../../src/storage/embedded-postgres'
import { freePort } from './free-port'

/** The servers that installations stand on. */
export type Servers = {
  /** What answers, in words. */
  postgres: string
  redis: string | null
  redisUrl: string | null
  /** PostgreSQL's first process, when we started it. */
  postgresPid: number | null
  newDatabase(): Promise<{ url: string; drop(): Promise<void> }>
  close(): Promise<void>
}

type Given = { databaseUrl?: string | undefined; redisUrl?: string | undefined }

/** The servers given; else the PostgreSQL that comes with npm, durable as in production, and the redis-server installed here. */
export async function startServers(given: Given): Promise<Servers> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-postgres-'))
  const embedded = given.databaseUrl ? null : await startEmbeddedPostgres({ dataDir })
  const url = given.databaseUrl ?? embedded?.url ?? ''
  const own = given.redisUrl ? null : await startRedis()
  const redisUrl = given.redisUrl ?? own?.url ?? null
  return {
    postgres: `${embedded ? 'embedded' : 'given'}, ${await ask(url, 'show server_version')}`,
    redis: redisUrl && `${own ? 'started here' : 'given'}, ${await redisVersion(redisUrl)}`,
    redisUrl,
    postgresPid: embedded?.pid ?? null,
    newDatabase: () => newDatabase(url),
    close: async () => {
      await embedded?.stop()
      await own?.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function newDatabase(server: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `bench_${randomBytes(6).toString('hex')}`
  await ask(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const drop = async () => void (await ask(server, `drop database ${name} with (force)`))
  return { url: url.href, drop }
}

async function ask(url: string, sql: string): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query(sql)
    return String(Object.values(rows[0] ?? {})[0] ?? '')
  } finally {
    await client.end()
  }
}

/** Null where no redis-server is installed. */
async function startRedis(): Promise<{ url: string; stop(): Promise<void> } | null> {
  const port = await freePort()
  const flags = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', ...flags], {
    stdio: 'ignore',
  })
  const started = await once(child, 'spawn').then(
    () => true,
    () => false,
  )
  if (!started) return null
  return { url: `redis://127.0.0.1:${port}`, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  if (child.exitCode === null && child.kill('SIGTERM')) await ended
}

async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url)
  const info = await redis.info('server')
  await redis.quit()
  return /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown version'
}
