import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Redis } from 'ioredis'
import { Client } from 'pg'

const run = promisify(execFile)

export type Postgres = {
  url: string
  /** Kills every connection without a checkpoint and comes back from the log, as after a power cut. */
  restartAtOnce(): Promise<void>
  /** Nobody can connect for so long. */
  refuse(ms: number): Promise<void>
  stop(): Promise<void>
}

/** A durable PostgreSQL of one's own (Debian's), in `folder`. As root it runs as the user postgres. */
export async function startPostgres(folder: string): Promise<Postgres> {
  const bin = debianBinaries()
  const data = join(folder, 'postgres')
  mkdirSync(data, { recursive: true, mode: 0o700 })
  const as = processUser()
  if (as.uid !== undefined) chownSync(data, as.uid, as.gid)
  const local = ['--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'countersign', ...local], as)
  const port = await freePort()
  const flags = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200`
  const control = (...what: string[]) =>
    run(
      join(bin, 'pg_ctl'),
      ['-D', data, '-l', join(data, 'log'), '-w', '-t', '120', '-o', flags, ...what],
      as,
    )
  await control('start')
  return {
    url: `postgresql://countersign@127.0.0.1:${port}/postgres`,
    restartAtOnce: async () => void (await control('-m', 'immediate', 'restart')),
    refuse: async (ms) => {
      await control('-m', 'fast', 'stop')
      await new Promise((done) => setTimeout(done, ms))
      await control('start')
    },
    stop: async () => void (await control('-m', 'immediate', 'stop')),
  }
}

function debianBinaries(): string {
  const root = '/usr/lib/postgresql'
  const [newest] = existsSync(root) ? readdirSync(root).sort().reverse() : []
  if (!newest)
    throw new Error('The storm needs a PostgreSQL of its own: apt-get install postgresql')
  return join(root, newest, 'bin')
}

type ProcessUser = { cwd: string } & ({ uid: number; gid: number } | { uid?: never; gid?: never })

function processUser(): ProcessUser {
  if (process.getuid?.() !== 0) return { cwd: '/' }
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']))
  return { cwd: '/', uid: id('-u'), gid: id('-g') }
}

/** What holds the queue's jobs: it can lose all of them at once. */
export type QueueServer = { redisUrl: string | undefined; lose(): Promise<void>; stop(): void }

export async function startRedis(): Promise<QueueServer> {
  const port = await freePort()
  const settings = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']
  const server: ChildProcess = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', ...settings],
    { stdio: 'ignore' },
  )
  const redis = new Redis({ port, host: '127.0.0.1' })
  redis.on('error', () => undefined) // it starts while we knock
  await redis.ping()
  return {
    redisUrl: `redis://127.0.0.1:${port}`,
    lose: async () => void (await redis.flushall()),
    stop: () => {
      redis.disconnect()
      server.kill('SIGKILL')
    },
  }
}

/** The queue in the database: losing it is deleting every job that waits or runs. */
export function queueInPostgres(url: string): QueueServer {
  return {
    redisUrl: undefined,
    lose: () => query(url, 'delete from bullmq.job').then(() => undefined),
    stop: () => undefined,
  }
}

export async function query(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined) // the query itself rejects
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
