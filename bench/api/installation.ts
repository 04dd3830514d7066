import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KEY_SCOPES } from '../../src/access/actions'
import { childEnvironment, loadConfig } from '../../src/config'
import { packageRoot } from '../../src/package-root'
import { migrateQueue } from '../../src/queue/queues'
import { apiKeyStore } from '../../src/storage/api-keys'
import { type Client, openDatabase, scoped } from '../../src/storage/database'
import { newId } from '../../src/storage/ids'
import { migrate } from '../../src/storage/migrations'
import { organizationStore } from '../../src/storage/organizations'
import { freePort } from './free-port'
import type { Servers } from './servers'

export type Organization = { tenantId: string; key: string }

/** An installation of the product's own processes, on a database of its own. */
export type Installation = {
  url: string
  db: Client
  /** The processes that run, by name; a worker's number follows its role. */
  processes: Map<string, ChildProcess>
  addOrganization(): Promise<Organization>
  start(role: 'housekeeping' | 'verify' | 'webhooks', count?: number): Promise<void>
  stop(role: string): Promise<void>
  close(): Promise<void>
}

/** Settings that keep the product's own limits from ending a measurement that is not about them. */
export const NO_LIMITS = {
  RATE_LIMIT_PER_SEC: '1000000',
  MAX_QUEUED: '1000000',
  MAX_QUEUED_PER_ORGANIZATION: '1000000',
  STUCK_AFTER_SEC: '3600',
}

/** `queue`: where the jobs go; `environment`: settings besides those of the installation itself. */
export async function startInstallation(
  servers: Servers,
  queue: 'postgres' | 'redis',
  environment: NodeJS.ProcessEnv,
): Promise<Installation> {
  const database = await servers.newDatabase()
  const redisUrl = queue === 'redis' ? (servers.redisUrl ?? '') : ''
  const prefix = newId('organization')
  await migrate(database.url)
  await migrateQueue({ databaseUrl: database.url, redisUrl, prefix })
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const own = {
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    QUEUE_PREFIX: prefix,
    DATA_DIR: dataDir,
    PUBLIC_URL: url,
    PORT: String(port),
    LOG_LEVEL: 'error',
    ...environment,
  }
  const config = { ...loadConfig(own), DATABASE_URL: database.url }
  const env = { ...childEnvironment(config), ...own }
  const db = openDatabase(database.url, 4)
  await organizationStore(scoped(db)).createFirst('Bench')
  const running = startProcesses(env)
  await running.add('api', 'src/main.js')
  return {
    url,
    db,
    processes: running.processes,
    addOrganization: () => addOrganization(db),
    start: async (role, count = 1) => {
      for (let number = 1; number <= count; number += 1)
        await running.add(count === 1 ? role : `${role}-${number}`, `workers/${role}.js`)
    },
    stop: running.stop,
    close: async () => {
      await running.stop('')
      await db.$disconnect()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

function startProcesses(env: NodeJS.ProcessEnv) {
  const processes = new Map<string, ChildProcess>()
  return {
    processes,
    async add(name: string, file: string): Promise<void> {
      const child = fork(join(packageRoot(), 'dist', file), {
        env,
        stdio: ['ignore', 2, 2, 'ipc'], // what goes wrong is to be seen, beside a report on stdout
      })
      processes.set(name, child)
      await Promise.race([
        once(child, 'message'),
        once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended at its start.`))),
      ])
    },
    /** Those whose name begins with `name`, last started first. */
    async stop(name: string): Promise<void> {
      for (const [each, child] of [...processes].reverse()) {
        if (!each.startsWith(name)) continue
        processes.delete(each)
        const ended = once(child, 'exit')
        if (child.exitCode === null && child.kill('SIGTERM')) await ended
      }
    },
  }
}

async function addOrganization(db: Client): Promise<Organization> {
  const tenantId = newId('organization')
  await db.organization.create({ data: { id: tenantId, name: 'Bench' } })
  const all = { scopes: KEY_SCOPES, allowedAddresses: [], createdBy: 'bench', expiresAt: null }
  const key = { tenantId, mode: 'TEST', label: 'bench', ...all } as const
  return { tenantId, key: (await apiKeyStore(scoped(db)).create(key, new Date())).secret }
}
